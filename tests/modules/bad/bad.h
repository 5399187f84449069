/* bad.h - the skeleton of plugins that break one rule each; all else about them is good.
 *
 * A file defines what it breaks, then says BAD_PLUGIN(members of struct cl_plugin). */
#ifndef TESTS_MODULES_BAD_H
#define TESTS_MODULES_BAD_H

#include <claimline/write.h>

#define BAD_PLUGIN(...)                                                                            \
    static const struct cl_plugin plugin = {                                                       \
        .size = sizeof(plugin), .name = "bad", .summary = "breaks a rule", __VA_ARGS__             \
    };                                                                                             \
    BAD_MODULE("1.0")

#define BAD_MODULE(version)                                                                        \
    static const struct cl_plugin *const plugins[] = { &plugin, NULL };                            \
    static const struct cl_module module = { sizeof(module), version, plugins };                   \
    const struct cl_module *cl_module_v1(void)                                                     \
    {                                                                                              \
        return &module;                                                                            \
    }

/* An encoder of a head, a claim and a tail; 0 where there is none. */
#define BAD_ENCODER(head_, claim_, tail_)                                                          \
    static const struct cl_encoder encoder = {                                                     \
        .size = sizeof(encoder), .head = head_, .claim = claim_, .tail = tail_                     \
    }

/* What a good plugin writes of a claim. */
static inline int good_claim(void *state, const struct cl_claim *claim, struct cl_stream *out)
{
    (void)state;
    cl_put_text(out, claim->claim_id);
    cl_putc(out, '\n');
    return CL_OK;
}

#endif
