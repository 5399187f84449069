//! md.rs - a plugin in Rust, without crates: a Markdown table, for `--to md`.
//!
//! The contract is plain C: what of it is needed stands here once more, and the compiler checks the sizes. Of a record
//! that the host hands over, the members up to the last one that is read are enough: they never move.
//!
//!     rustc --edition 2021 -O --crate-type cdylib -C strip=symbols md.rs -o md.so

use std::mem::size_of;
use std::os::raw::{c_char, c_int, c_void};
use std::panic::{catch_unwind, AssertUnwindSafe};

const CL_OK: c_int = 0;
const CL_FATAL: c_int = -2;
const CL_BOOL: u32 = 0;
const CL_PARALLEL: u64 = 1;

#[repr(C)]
#[derive(Clone, Copy)]
struct Text {
    data: *const c_char,
    length: usize,
}

#[repr(C)]
struct Host {
    size: usize,
    fail: unsafe extern "C" fn(*const Host, c_int, *const c_char) -> c_int,
}

#[repr(C)]
struct Stream {
    size: usize,
    next: *mut u8,
    limit: *mut u8,
    write: unsafe extern "C" fn(*mut Stream, *const c_void, usize),
}

#[repr(C)]
struct Line {
    size: usize,
    number: u32,
    units: u32,
    minutes: u32,
    source_line: u32,
    code: Text,
}

#[repr(C)]
struct Claim {
    size: usize,
    lines: *const Line,
    line_count: u32,
    line_stride: u32,
    diagnoses: *const Text,
    diagnosis_count: u32,
    service_date: [u8; 4],
    claim_id: Text,
    session_id: Text,
}

#[repr(C)]
struct Totals {
    size: usize,
    chunks: u64,
    claims: u64,
    lines: u64,
    units: u64,
}

#[repr(C)]
struct Opt {
    name: *const c_char,
    initial: *const c_char,
    choices: *const c_char,
    help: *const c_char,
    minimum: i64,
    maximum: i64,
    kind: u32,
    offset: u32,
}

#[repr(C)]
struct Opts {
    items: *const Opt,
    count: u32,
    stride: u32,
}

#[repr(C)]
struct Encoder {
    size: usize,
    head: Option<unsafe extern "C" fn(*mut State, *mut Stream) -> c_int>,
    begin: Option<unsafe extern "C" fn(*mut State, *const c_void, *mut Stream) -> c_int>,
    claim: Option<unsafe extern "C" fn(*mut State, *const Claim, *mut Stream) -> c_int>,
    end: Option<unsafe extern "C" fn(*mut State, *const c_void, *mut Stream) -> c_int>,
    tail: Option<unsafe extern "C" fn(*mut State, *const Totals, *mut Stream) -> c_int>,
    separator: *const c_char,
}

#[repr(C)]
struct Plugin {
    size: usize,
    name: *const c_char,
    summary: *const c_char,
    state_size: usize,
    options: Opts,
    flags: u64,
    open: Option<unsafe extern "C" fn(*mut State, *const Host, *const c_void) -> c_int>,
    close: Option<unsafe extern "C" fn(*mut State)>,
    check: Option<unsafe extern "C" fn(*const State, *const Claim) -> c_int>,
    encoder: *const Encoder,
}

#[repr(C)]
pub struct Module {
    size: usize,
    version: *const c_char,
    plugins: *const *const Plugin,
}

const _: () = {
    assert!(size_of::<Text>() == 16 && size_of::<Opt>() == 56 && size_of::<Opts>() == 16);
    assert!(size_of::<Encoder>() == 56 && size_of::<Plugin>() == 88 && size_of::<Module>() == 24);
    assert!(size_of::<Line>() == 40 && size_of::<Claim>() == 72);
    assert!(size_of::<Stream>() == 32 && size_of::<Totals>() == 40);
};

/// A string that ends with a NUL, as C wants it.
const fn literal(text: &'static [u8]) -> *const c_char {
    text.as_ptr() as *const c_char
}

// Static tables hold pointers, which Rust takes for unsafe to share. Nothing writes to these.
struct Shared<T>(T);
unsafe impl<T> Sync for Shared<T> {}

/// One state: the host made it, zeroed, and filled in the option.
#[repr(C)]
struct State {
    totals: bool, // the option; first, so that its offset is 0
    host: *const Host,
}

impl Stream {
    fn put(&mut self, bytes: &[u8]) {
        unsafe {
            if (self.limit as usize) - (self.next as usize) >= bytes.len() {
                std::ptr::copy_nonoverlapping(bytes.as_ptr(), self.next, bytes.len());
                self.next = self.next.add(bytes.len());
            } else {
                (self.write)(self, bytes.as_ptr().cast(), bytes.len());
            }
        }
    }

    /// A cell ends at '|' and a row at the end of a line.
    fn put_cell(&mut self, text: &[u8]) {
        self.put(b"| ");
        for byte in text {
            match byte {
                b'|' | b'\\' => self.put(&[b'\\', *byte]),
                b'\r' | b'\n' | b'\t' => self.put(b" "),
                _ => self.put(&[*byte]),
            }
        }
        self.put(b" ");
    }
}

impl Text {
    /// Valid as long as the record is.
    fn bytes(&self) -> &[u8] {
        unsafe { std::slice::from_raw_parts(self.data.cast(), self.length) }
    }
}

impl Claim {
    /// Elements may be longer than `Line`: the stride counts.
    fn lines(&self) -> impl Iterator<Item = &Line> {
        (0..self.line_count as usize)
            .map(|index| index * self.line_stride as usize)
            .map(|offset| unsafe { &*(self.lines as *const u8).add(offset).cast() })
    }
}

/// A panic must not leave a function that the host calls.
fn guarded(state: *mut State, body: impl FnOnce()) -> c_int {
    match catch_unwind(AssertUnwindSafe(body)) {
        Ok(()) => CL_OK,
        Err(_) => unsafe {
            let host = (*state).host;
            ((*host).fail)(host, CL_FATAL, literal(b"a mistake in the plugin\0"))
        },
    }
}

unsafe extern "C" fn open(state: *mut State, host: *const Host, _job: *const c_void) -> c_int {
    (*state).host = host;
    CL_OK
}

unsafe extern "C" fn head(state: *mut State, out: *mut Stream) -> c_int {
    guarded(state, || {
        (*out).put(b"| session | code | units |\n|---|---|--:|\n")
    })
}

unsafe extern "C" fn claim(state: *mut State, claim: *const Claim, out: *mut Stream) -> c_int {
    guarded(state, || {
        for line in (*claim).lines() {
            (*out).put_cell((*claim).session_id.bytes());
            (*out).put_cell(line.code.bytes());
            (*out).put_cell(line.units.to_string().as_bytes());
            (*out).put(b"|\n");
        }
    })
}

unsafe extern "C" fn tail(state: *mut State, totals: *const Totals, out: *mut Stream) -> c_int {
    guarded(state, || {
        if (*state).totals {
            (*out).put(b"| all | ");
            (*out).put_cell((*totals).units.to_string().as_bytes());
            (*out).put(b"|\n");
        }
    })
}

static OPTIONS: Shared<[Opt; 1]> = Shared([Opt {
    name: literal(b"totals\0"),
    initial: literal(b"false\0"),
    choices: std::ptr::null(),
    help: literal(b"end with a row of all units\0"),
    minimum: 0,
    maximum: 0,
    kind: CL_BOOL,
    offset: 0,
}]);

static ENCODER: Shared<Encoder> = Shared(Encoder {
    size: size_of::<Encoder>(),
    head: Some(head),
    begin: None,
    claim: Some(claim),
    end: None,
    tail: Some(tail),
    separator: std::ptr::null(),
});

static PLUGIN: Shared<Plugin> = Shared(Plugin {
    size: size_of::<Plugin>(),
    name: literal(b"md\0"),
    summary: literal(b"claim lines as a Markdown table\0"),
    state_size: size_of::<State>(),
    options: Opts {
        items: OPTIONS.0.as_ptr(),
        count: 1,
        stride: size_of::<Opt>() as u32,
    },
    flags: CL_PARALLEL,
    open: Some(open),
    close: None,
    check: None,
    encoder: &ENCODER.0,
});

static PLUGINS: Shared<[*const Plugin; 2]> = Shared([&PLUGIN.0, std::ptr::null()]);

static MODULE: Shared<Module> = Shared(Module {
    size: size_of::<Module>(),
    version: literal(b"1.0.0\0"),
    plugins: PLUGINS.0.as_ptr(),
});

/// The only name that the file exports.
#[no_mangle]
pub extern "C" fn cl_module_v1() -> *const Module {
    &MODULE.0
}
