#define TEARS
#include "broken.hpp"
