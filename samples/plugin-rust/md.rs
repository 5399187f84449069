//! md.rs - a plugin in Rust, without crates: a Markdown table, for `--to md`.
//!
//! The contract is plain C: what of it is needed stands here once more, and the compiler checks the sizes. Of a record
//! that the host hands over, the members up to the last one that is read are enough: they never move.
//!
//!     rustc --edition 2021 -O --crate-type cdylib -C panic=abort -C strip=symbols \
//!         -C link-arg=-Wl,-z,defs -C link-arg=-lc md.rs -o md.so
//!
//! Without std, because that brings files, threads and the environment along, which no plugin may touch.

#![no_std]

use core::ffi::c_void;
use core::mem::size_of;

const CL_OK: i32 = 0;
const CL_BOOL: u32 = 0;
const CL_PARALLEL: u64 = 1;

#[repr(C)]
#[derive(Clone, Copy)]
struct Text {
    data: *const u8,
    length: usize,
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
    name: *const u8,
    initial: *const u8,
    choices: *const u8,
    help: *const u8,
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
    head: Option<unsafe extern "C" fn(*mut State, *mut Stream) -> i32>,
    begin: Option<unsafe extern "C" fn(*mut State, *const c_void, *mut Stream) -> i32>,
    claim: Option<unsafe extern "C" fn(*mut State, *const Claim, *mut Stream) -> i32>,
    end: Option<unsafe extern "C" fn(*mut State, *const c_void, *mut Stream) -> i32>,
    tail: Option<unsafe extern "C" fn(*mut State, *const Totals, *mut Stream) -> i32>,
    separator: *const u8,
}

#[repr(C)]
struct Plugin {
    size: usize,
    name: *const u8,
    summary: *const u8,
    state_size: usize,
    options: Opts,
    flags: u64,
    open: Option<unsafe extern "C" fn(*mut State, *const c_void, *const c_void) -> i32>,
    close: Option<unsafe extern "C" fn(*mut State)>,
    check: Option<unsafe extern "C" fn(*const State, *const Claim) -> i32>,
    encoder: *const Encoder,
}

#[repr(C)]
pub struct Module {
    size: usize,
    version: *const u8,
    plugins: *const *const Plugin,
}

const _: () = {
    assert!(size_of::<Text>() == 16 && size_of::<Opt>() == 56 && size_of::<Opts>() == 16);
    assert!(size_of::<Encoder>() == 56 && size_of::<Plugin>() == 88 && size_of::<Module>() == 24);
    assert!(size_of::<Line>() == 40 && size_of::<Claim>() == 72);
    assert!(size_of::<Stream>() == 32 && size_of::<Totals>() == 40);
};

// Static tables hold pointers, which Rust takes for unsafe to share. Nothing writes to these.
struct Shared<T>(T);
unsafe impl<T> Sync for Shared<T> {}

/// One state: the host made it, zeroed, and filled in the option.
#[repr(C)]
struct State {
    totals: bool, // its offset is 0
}

impl Stream {
    fn put(&mut self, bytes: &[u8]) {
        unsafe {
            if (self.limit as usize) - (self.next as usize) >= bytes.len() {
                core::ptr::copy_nonoverlapping(bytes.as_ptr(), self.next, bytes.len());
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

    fn put_number(&mut self, value: u64) {
        if value > 9 {
            self.put_number(value / 10);
        }
        self.put(&[b'0' + (value % 10) as u8]);
    }

    fn put_units(&mut self, units: u64) {
        self.put(b"| ");
        self.put_number(units);
        self.put(b" |\n");
    }
}

impl Text {
    /// Valid as long as the record is.
    fn bytes(&self) -> &[u8] {
        unsafe { core::slice::from_raw_parts(self.data, self.length) }
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

unsafe extern "C" fn head(_state: *mut State, out: *mut Stream) -> i32 {
    (*out).put(b"| session | code | units |\n|---|---|--:|\n");
    CL_OK
}

unsafe extern "C" fn claim(_state: *mut State, claim: *const Claim, out: *mut Stream) -> i32 {
    for line in (*claim).lines() {
        (*out).put_cell((*claim).session_id.bytes());
        (*out).put_cell(line.code.bytes());
        (*out).put_units(line.units.into());
    }
    CL_OK
}

unsafe extern "C" fn tail(state: *mut State, totals: *const Totals, out: *mut Stream) -> i32 {
    if (*state).totals {
        (*out).put(b"| all | ");
        (*out).put_units((*totals).units);
    }
    CL_OK
}

static OPTIONS: Shared<[Opt; 1]> = Shared([Opt {
    name: b"totals\0".as_ptr(),
    initial: b"false\0".as_ptr(),
    choices: core::ptr::null(),
    help: b"end with a row of all units\0".as_ptr(),
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
    separator: core::ptr::null(),
});

static PLUGIN: Shared<Plugin> = Shared(Plugin {
    size: size_of::<Plugin>(),
    name: b"md\0".as_ptr(),
    summary: b"claim lines as a Markdown table\0".as_ptr(),
    state_size: size_of::<State>(),
    options: Opts {
        items: OPTIONS.0.as_ptr(),
        count: 1,
        stride: size_of::<Opt>() as u32,
    },
    flags: CL_PARALLEL,
    open: None,
    close: None,
    check: None,
    encoder: &ENCODER.0,
});

static PLUGINS: Shared<[*const Plugin; 2]> = Shared([&PLUGIN.0, core::ptr::null()]);

static MODULE: Shared<Module> = Shared(Module {
    size: size_of::<Module>(),
    version: b"1.0.0\0".as_ptr(),
    plugins: PLUGINS.0.as_ptr(),
});

/// The only name that the file exports.
#[no_mangle]
pub extern "C" fn cl_module_v1() -> *const Module {
    &MODULE.0
}

extern "C" {
    fn this_plugin_can_panic() -> !;
}

/// Nobody has this function: the linker refuses a plugin in which something is left that can panic.
#[panic_handler]
fn panic(_: &core::panic::PanicInfo) -> ! {
    unsafe { this_plugin_can_panic() }
}
