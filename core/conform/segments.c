/* segments.c - see segments.h. */
#include "segments.h"

#include "base/memory.h"
#include "base/text.h"
#include "conform/elf.h"

#include <link.h>

/* One object of the program. */
struct search {
    const char *inside; /* an address in it */
    struct dl_phdr_info found;
    bool done;
};

static bool holds(const struct dl_phdr_info *info, const char *address)
{
    for (size_t i = 0; i < info->dlpi_phnum; i++) {
        const ElfW(Phdr) *header = &info->dlpi_phdr[i];
        const char *start = (const char *)(uintptr_t)(info->dlpi_addr + header->p_vaddr);

        if (header->p_type == PT_LOAD && address >= start && address < start + header->p_memsz)
            return true;
    }
    return false;
}

static int look(struct dl_phdr_info *info, size_t size, void *context)
{
    struct search *search = context;

    (void)size;
    if (!holds(info, search->inside))
        return 0;
    search->found = *info;
    search->done = true;
    return 1;
}

/* What the loader protects after it has filled it is no variable. */
static bool is_protected(const struct dl_phdr_info *info, ElfW(Addr) address)
{
    for (size_t i = 0; i < info->dlpi_phnum; i++) {
        const ElfW(Phdr) *header = &info->dlpi_phdr[i];

        if (header->p_type == PT_GNU_RELRO && address >= header->p_vaddr &&
            address < header->p_vaddr + header->p_memsz)
            return true;
    }
    return false;
}

static struct dl_phdr_info object_of(struct trial *trial)
{
    struct search search = { .inside = (const char *)trial->module };

    (void)dl_iterate_phdr(look, &search);
    if (!search.done)
        trial_skip(trial, "its memory cannot be found");
    return search.found;
}

/* Calls `each` for every byte that can be written. */
static void walk(const struct dl_phdr_info *info, void (*each)(void *, ElfW(Addr)), void *context)
{
    for (size_t i = 0; i < info->dlpi_phnum; i++) {
        const ElfW(Phdr) *header = &info->dlpi_phdr[i];

        if (header->p_type != PT_LOAD || (header->p_flags & PF_W) == 0)
            continue;
        for (ElfW(Addr) at = header->p_vaddr; at < header->p_vaddr + header->p_memsz; at++) {
            if (!is_protected(info, at))
                each(context, at);
        }
    }
}

static void count_byte(void *context, ElfW(Addr) address)
{
    (void)address;
    ++*(size_t *)context;
}

/* Sanitizers put forbidden bytes between variables, which are read here all the same. */
__attribute__((no_sanitize("address"))) static void copy_byte(void *context, ElfW(Addr) address)
{
    struct segments *segments = context;

    segments->copy[segments->size++] = segments->base[address];
}

void segments_keep(struct segments *segments, struct trial *trial)
{
    struct dl_phdr_info info = object_of(trial);
    size_t size = 0;

    walk(&info, count_byte, &size);
    *segments = (struct segments){ (const char *)(uintptr_t)info.dlpi_addr, mem_alloc(size), 0 };
    walk(&info, copy_byte, segments);
}

struct comparison {
    struct trial *trial;
    const struct segments *segments;
    size_t at;
};

struct naming {
    uint64_t address;
    char name[TEXT_SHOWN];
};

static void look_at_symbol(void *context, const struct elf_symbol *symbol)
{
    struct naming *naming = context;

    if (symbol->defined && symbol->object && naming->address >= symbol->address &&
        naming->address - symbol->address < symbol->size)
        (void)text_show_string(naming->name, symbol->name);
}

__attribute__((no_sanitize("address"))) static void compare_byte(void *context, ElfW(Addr) address)
{
    struct comparison *comparison = context;
    struct naming naming = { .address = address };
    struct elf elf;

    if (comparison->segments->copy[comparison->at++] == comparison->segments->base[address])
        return;
    if (elf_open(&elf, comparison->trial->path)) {
        elf_symbols(&elf, ELF_ALL, look_at_symbol, &naming);
        elf_close(&elf);
    }
    if (strncmp(naming.name, "__", 2) == 0) /* of a compiler that counts, for coverage */
        return;
    if (naming.name[0] != '\0')
        trial_fail(comparison->trial, "its static variable %s changed", naming.name);
    trial_fail(comparison->trial, "a static variable of it changed (address 0x%llx of the file)",
               (unsigned long long)address);
}

void segments_compare(struct segments *segments, struct trial *trial)
{
    struct dl_phdr_info info = object_of(trial);
    struct comparison comparison = { trial, segments, 0 };

    walk(&info, compare_byte, &comparison);
    mem_free(segments->copy);
}
