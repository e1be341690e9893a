#define DUPLICATES
#include "broken.hpp"
