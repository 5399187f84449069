/* bad_option.c - the default of its option is outside the range. */
#include <claimline/write.h>

struct state {
    int64_t width;
};

static const struct cl_option options[] = {
    CL_OPTION_INT(struct state, width, "8", 20, 200, "columns of a row"),
};

static int claim(void *state, const struct cl_claim *claim, struct cl_stream *out)
{
    (void)state;
    cl_put_text(out, claim->claim_id);
    cl_putc(out, '\n');
    return CL_OK;
}

static const struct cl_encoder encoder = { .size = sizeof(encoder), .claim = claim };

static const struct cl_plugin plugin = {
    .size = sizeof(plugin),
    .name = "good-min",
    .summary = "claim ids",
    .state_size = sizeof(struct state),
    .options = CL_OPTIONS(options),
    .encoder = &encoder,
};

static const struct cl_plugin *const plugins[] = { &plugin, NULL };

static const struct cl_module module = { sizeof(module), "1", plugins };

const struct cl_module *cl_module_v1(void)
{
    return &module;
}
