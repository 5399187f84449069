/* two_plugins.c - one file with two plugins, in records that a later generation made longer. */
#include <claimline/write.h>

static int claim(void *state, const struct cl_claim *claim, struct cl_stream *out)
{
    (void)state;
    cl_put_text(out, claim->claim_id);
    cl_putc(out, '\n');
    return CL_OK;
}

static const struct cl_encoder encoder = { .size = sizeof(encoder), .claim = claim };

static const struct {
    struct cl_plugin known;
    void (*later)(void);
} first = { {
                .size = sizeof(first),
                .name = "first",
                .summary = "claim ids",
                .encoder = &encoder,
            },
            NULL };

static const struct cl_plugin second = {
    .size = sizeof(second),
    .name = "second",
    .summary = "claim ids",
    .encoder = &encoder,
};

static const struct cl_plugin *const plugins[] = { &first.known, &second, NULL };

static const struct {
    struct cl_module known;
    void (*later)(void);
} module = { { sizeof(module), "1", plugins }, NULL };

const struct cl_module *cl_module_v1(void)
{
    return &module.known;
}
