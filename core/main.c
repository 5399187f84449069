/* main.c - the program: everything is in the commands (core/cli). */
#include "cli/command.h"

int main(int argc, char **argv)
{
    return command_line(argc, argv);
}
