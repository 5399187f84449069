/* elf.c - see elf.h. A broken file ends the search, never the program. */
#include "elf.h"

#include <elf.h>
#include <fcntl.h>
#include <link.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

bool elf_open(struct elf *elf, const char *path)
{
    int file = open(path, O_RDONLY | O_CLOEXEC);
    struct stat status;
    void *bytes = MAP_FAILED;

    if (file >= 0 && fstat(file, &status) == 0 && (size_t)status.st_size > sizeof(ElfW(Ehdr)))
        bytes = mmap(NULL, (size_t)status.st_size, PROT_READ, MAP_PRIVATE, file, 0);
    if (file >= 0)
        (void)close(file);
    if (bytes == MAP_FAILED)
        return false;
    *elf = (struct elf){ bytes, (size_t)status.st_size };
    if (memcmp(bytes, ELFMAG, SELFMAG) == 0 &&
        elf->bytes[EI_CLASS] == (sizeof(void *) == 8 ? ELFCLASS64 : ELFCLASS32))
        return true;
    elf_close(elf);
    return false;
}

void elf_close(struct elf *elf)
{
    (void)munmap((void *)(uintptr_t)elf->bytes, elf->size);
    *elf = (struct elf){ 0 };
}

static bool inside(const struct elf *elf, uint64_t offset, uint64_t size)
{
    return offset <= elf->size && size <= elf->size - offset;
}

/* Section `index`, or NULL. */
static const ElfW(Shdr) * section(const struct elf *elf, size_t index)
{
    const ElfW(Ehdr) *header = (const void *)elf->bytes;
    uint64_t offset = header->e_shoff + index * sizeof(ElfW(Shdr));
    const ElfW(Shdr) * found;

    if (index >= header->e_shnum || header->e_shentsize != sizeof(ElfW(Shdr)) ||
        offset % sizeof(uint64_t) != 0 || !inside(elf, offset, sizeof(*found)))
        return NULL;
    found = (const void *)(elf->bytes + offset);
    return found->sh_type == SHT_NOBITS || inside(elf, found->sh_offset, found->sh_size) ? found
                                                                                         : NULL;
}

static const ElfW(Shdr) * find(const struct elf *elf, unsigned type)
{
    const ElfW(Ehdr) *header = (const void *)elf->bytes;

    for (size_t i = 0; i < header->e_shnum; i++) {
        const ElfW(Shdr) *found = section(elf, i);

        if (found != NULL && found->sh_type == type)
            return found;
    }
    return NULL;
}

/* The bits of st_info are the same for both classes. */
static struct elf_symbol symbol_of(const ElfW(Sym) * raw, const char *name)
{
    unsigned bind = ELF64_ST_BIND(raw->st_info);

    return (struct elf_symbol){
        .name = name,
        .defined = raw->st_shndx != SHN_UNDEF,
        .weak = bind == STB_WEAK || bind == STB_GNU_UNIQUE,
        .object = ELF64_ST_TYPE(raw->st_info) == STT_OBJECT,
        .address = raw->st_value,
        .size = raw->st_size,
    };
}

void elf_symbols(const struct elf *elf, enum elf_table table,
                 void (*each)(void *context, const struct elf_symbol *symbol), void *context)
{
    const ElfW(Shdr) *symbols = find(elf, table == ELF_DYNAMIC ? SHT_DYNSYM : SHT_SYMTAB);
    const ElfW(Shdr) *strings = symbols != NULL ? section(elf, symbols->sh_link) : NULL;

    if (strings == NULL || strings->sh_type != SHT_STRTAB || symbols->sh_offset % 8 != 0)
        return;
    for (size_t i = 1; i < symbols->sh_size / sizeof(ElfW(Sym)); i++) {
        const ElfW(Sym) *raw =
            (const ElfW(Sym) *)(const void *)(elf->bytes + symbols->sh_offset) + i;
        const char *name = (const char *)elf->bytes + strings->sh_offset + raw->st_name;
        struct elf_symbol symbol;

        if (raw->st_name >= strings->sh_size ||
            memchr(name, '\0', strings->sh_size - raw->st_name) == NULL || name[0] == '\0')
            continue;
        symbol = symbol_of(raw, name);
        if (table == ELF_ALL || ELF64_ST_VISIBILITY(raw->st_other) == STV_DEFAULT ||
            ELF64_ST_VISIBILITY(raw->st_other) == STV_PROTECTED)
            each(context, &symbol);
    }
}
