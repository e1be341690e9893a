#define CRASHES
#include "broken.hpp"
