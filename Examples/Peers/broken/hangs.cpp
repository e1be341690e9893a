#define HANGS
#include "broken.hpp"
