#define PUBLISHES_EARLY
#include "broken.hpp"
