// jsonl.cpp - a plugin in C++17: a JSON object a claim line, for `--to jsonl`.
//
// What differs from C: no exception may leave a function that the host calls, and the state
// is memory that the host made, zeroed. What C++ needs to construct hangs on a pointer in it.
#include <claimline/write.h>

#include <string>
#include <string_view>

namespace {

struct state {
    bool empty; // the option
    const cl_host *host;
    std::string *line; // of open() until close()
};

std::string_view view(cl_text text)
{
    return { text.data, text.length };
}

// Runs `body`; an exception stops the run as CL_FATAL does, with a sentence.
template <typename Body> int guarded(const cl_host *host, Body body) noexcept
{
    try {
        body();
        return CL_OK;
    } catch (...) {
        return host->fail(host, CL_FATAL, "out of memory");
    }
}

// Of the control characters a record has no others than TAB, CR and LF.
void put_string(std::string &out, std::string_view text)
{
    out += '"';
    for (char byte : text) {
        switch (byte) {
        case '"':
        case '\\':
            out += '\\';
            out += byte;
            break;
        case '\t':
            out += "\\t";
            break;
        case '\r':
            out += "\\r";
            break;
        case '\n':
            out += "\\n";
            break;
        default:
            out += byte;
        }
    }
    out += '"';
}

// Money is written in decimals, never by way of a binary fraction.
void put_line(std::string &out, const state &self, const cl_claim &claim, const cl_line &line)
{
    char units[CL_SCRATCH];
    char cents[CL_SCRATCH];
    std::string_view charge = view(cl_format_cents(cents, line.charge_cents));

    out.assign("{\"session_id\":");
    put_string(out, view(claim.session_id));
    out += ",\"code\":";
    put_string(out, view(line.code));
    out += ",\"units\":";
    out += view(cl_format_unsigned(units, line.units));
    if (!charge.empty() || self.empty) {
        out += ",\"charge\":";
        out += charge.empty() ? "null" : charge;
    }
    out += "}\n";
}

int jsonl_open(void *memory, const cl_host *host, const cl_job *) noexcept
{
    auto *self = static_cast<state *>(memory);

    self->host = host;
    return guarded(host, [self] { self->line = new std::string; });
}

void jsonl_close(void *memory) noexcept
{
    delete static_cast<state *>(memory)->line;
}

int jsonl_claim(void *memory, const cl_claim *claim, cl_stream *out) noexcept
{
    auto *self = static_cast<state *>(memory);

    return guarded(self->host, [self, claim, out] {
        for (uint32_t i = 0; i < claim->line_count; i++) {
            put_line(*self->line, *self, *claim, *cl_claim_line(claim, i));
            cl_write(out, self->line->data(), self->line->size());
        }
    });
}

const cl_option options[] = {
    CL_OPTION_BOOL(state, empty, "false", "write \"charge\":null where no charge is stated"),
};

// Member by member, so that a record that grows needs no change here.
constexpr cl_encoder make_encoder()
{
    cl_encoder encoder{};

    encoder.size = sizeof(encoder);
    encoder.claim = jsonl_claim;
    return encoder;
}

constexpr cl_encoder encoder = make_encoder();

constexpr cl_plugin make_plugin()
{
    cl_plugin plugin{};

    plugin.size = sizeof(plugin);
    plugin.name = "jsonl";
    plugin.summary = "a JSON object a claim line";
    plugin.state_size = sizeof(state);
    plugin.options = CL_OPTIONS(options);
    plugin.flags = CL_PARALLEL;
    plugin.open = jsonl_open;
    plugin.close = jsonl_close;
    plugin.encoder = &encoder;
    return plugin;
}

constexpr cl_plugin plugin = make_plugin();
constexpr const cl_plugin *plugins[] = { &plugin, nullptr };
constexpr cl_module module_ = { sizeof(module_), "1.0.0", plugins };

} // namespace

extern "C" const cl_module *cl_module_v1(void)
{
    return &module_;
}
