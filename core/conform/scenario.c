/* scenario.c - see scenario.h. */
#include "scenario.h"

#include "base/memory.h"
#include "base/text.h"
#include "conform/texts.h"

void claims_open(struct claims *claims, struct trial *trial, const struct recipe *recipes,
                 size_t kinds, size_t count)
{
    *claims = (struct claims){ mem_alloc_array(kinds, sizeof(*claims->samples)), kinds, count };
    for (size_t i = 0; i < kinds; i++) {
        struct recipe recipe = recipes[i];

        recipe.numbered |= trial->store;
        sample_open(&claims->samples[i], trial, &recipe);
    }
}

void claims_close(struct claims *claims)
{
    for (size_t i = 0; i < claims->kinds; i++)
        sample_close(&claims->samples[i]);
    mem_free(claims->samples);
}

void claims_open_mixed(struct claims *claims, struct trial *trial, size_t count)
{
    struct recipe recipes[2 + HOSTILE_COUNT] = { recipe_bare, recipe_full };

    for (size_t i = 0; i < HOSTILE_COUNT; i++)
        recipes[2 + i] = recipe_of_text(text_of(hostile_texts[i].bytes));
    claims_open(claims, trial, recipes, 2 + HOSTILE_COUNT, count != 0 ? count : 2 + HOSTILE_COUNT);
}

static void check_again(struct instance *instance, const struct claims *claims, size_t index)
{
    for (size_t i = 0; i <= 3 && i <= index; i++)
        (void)instance_check(instance, claims_at(claims, index - i));
}

uint64_t write_chunk(struct instance *instance, const struct manner *manner,
                     const struct claims *claims, size_t first, size_t count, uint64_t index,
                     struct sink *out)
{
    bool *accepted = mem_alloc_array(count, sizeof(*accepted));
    uint64_t claim_count = 0;

    for (size_t i = 0; i < count; i++) {
        accepted[i] = instance_check(instance, claims_at(claims, first + i)) == CL_OK;
        claim_count += accepted[i];
    }
    if (claim_count > 0) {
        if (!manner->no_separators)
            write_separator(instance->plugin, index, out);
        instance_begin(instance, index, claim_count, out);
        for (size_t i = 0; i < count; i++) {
            if (accepted[i])
                instance_claim(instance, claims_at(claims, first + i), out);
            if (manner->checks_twice)
                check_again(instance, claims, first + i);
        }
        instance_end(instance, index, claim_count, out);
    }
    mem_free(accepted);
    return claim_count;
}

void write_separator(const struct cl_plugin *plugin, uint64_t index, struct sink *out)
{
    const char *separator = plugin->encoder->separator;

    if (index > 0 && separator != NULL)
        sink_put(out, separator, strlen(separator));
}

static void write_bytes(struct instance *instance, const struct manner *manner,
                        const struct claims *claims, struct sink *out)
{
    size_t step = manner->chunk != 0 ? manner->chunk : claims->count;
    uint64_t chunks = 0;
    uint64_t written = 0;

    instance_head(instance, out);
    for (size_t first = 0; first < claims->count; first += step) {
        size_t count = claims->count - first < step ? claims->count - first : step;
        uint64_t taken = write_chunk(instance, manner, claims, first, count, chunks, out);

        written += taken;
        chunks += taken > 0;
    }
    instance_tail(instance, written, chunks, out);
}

void claims_give_back(const struct claims *claims)
{
    for (size_t i = 0; i < claims->kinds; i++)
        region_allow(&claims->samples[i].region, REGION_READ, "it wrote into a claim",
                     ARTICLE_BOUNDS);
}

void write_file(struct trial *trial, const struct manner *manner, const struct claims *claims,
                struct sink *out)
{
    size_t room = manner->room != 0 ? manner->room : 4096;
    struct instance instance;

    if (trial->store) {
        write_store(trial, manner, claims, out);
        return;
    }
    sink_open(out, trial, manner->no_room ? 0 : room, !manner->discard);
    instance_open(&instance, trial, manner->settings, manner->setting_count, manner->grown);
    instance.strict = manner->strict;
    instance.forbidden = manner->forbidden;
    write_bytes(&instance, manner, claims, out);
    instance_close(&instance);
    if (manner->strict) {
        region_allow(&out->handle, REGION_WRITE, NULL, ARTICLE_POINTERS);
        claims_give_back(claims);
    }
}
