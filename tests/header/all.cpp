// all.cpp - all.c as C++: a plugin may be written in it.
#include "all.c"
