#define LOSES
#include "broken.hpp"
