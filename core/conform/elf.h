/* elf.h - the names in a plugin file. */
#ifndef CORE_CONFORM_ELF_H
#define CORE_CONFORM_ELF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct elf {
    const unsigned char *bytes; /* the file, mapped */
    size_t size;
};

struct elf_symbol {
    const char *name; /* valid until elf_close() */
    bool defined;
    bool weak;   /* or unique: it may stand in several files, as templates of C++ do */
    bool object; /* a variable, as far as the file says */
    uint64_t address;
    uint64_t size;
};

enum elf_table { ELF_DYNAMIC, ELF_ALL /* not there in a stripped file */ };

/* False where it is no ELF file for this machine. */
bool elf_open(struct elf *elf, const char *path);
void elf_close(struct elf *elf);

/* Calls `each` for every named symbol of the table that other files can see (ELF_DYNAMIC)
 * or that there is (ELF_ALL). */
void elf_symbols(const struct elf *elf, enum elf_table table,
                 void (*each)(void *context, const struct elf_symbol *symbol), void *context);

#endif
