/* complete.h - what may stand next on a command line, for the completions of shells.
 *
 * The shells ask the program itself, so that commands, options, plugins and their
 * settings are those of this program on this machine. */
#ifndef CORE_CLI_COMPLETE_H
#define CORE_CLI_COMPLETE_H

/* `words`: those behind "claimline", up to the one at the cursor, which is the last and
 * may be empty. Prints one line each on standard output:
 *     WORD<TAB>WHAT IT IS   the word may become this one; behind one that ends with '=' or
 *                           ':' more follows
 *     :files PREFIX         it may be PREFIX and the name of a file
 *     :folders PREFIX       ... of a folder */
void complete(int count, char *const *words);

#endif
