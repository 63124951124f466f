//! Takes out of a WebAssembly module what can never run, which no compiler can know.
//!
//! tantivy's directories can write, so the code that writes and the checksums it computes are compiled in; and each
//! failure that tantivy and the standard library can meet brings the words that describe it, down to the digits of
//! floating point numbers. In a browser nothing is written, and nobody reads the words: a panic ends the instance either
//! way. The functions are found by their names and become a single instruction that ends the instance; wasm-opt then
//! drops all that only they called. This makes the runtime smaller by a fifth. If one of them is needed after all, no
//! index opens, which no test of the search in a browser could miss.
//!
//! What it takes from the caller, the module imports: functions only, which are numbered before its own.

use anyhow::{Context, Result, bail, ensure};

/// Parts of the names of functions that never run in the search, or only while the instance ends.
pub(super) const NEVER_IN_SEARCH: &[&str] = &[
    // The digits of floating point numbers.
    "3fmt5float",
    "7flt2dec",
    "6bignum",
    "zmij",
    // What Rust's `Debug` says of a value, and text as it quotes it.
    "5Debug3fmt",
    "Debug$GT$3fmt",
    "7unicode9printable",
    "escape_debug",
    // What is wrong with an id of a segment that is named after its content.
    "4uuid5error",
    // What is wrong with JSON that tantivy wrote itself, and what it never writes: fractions, letters by their numbers.
    "peek_invalid_type",
    "position_of_index",
    "parse_long_integer",
    "parse_decimal",
    "parse_exponent",
    "f64_from_parts",
    "ignore_decimal",
    "ignore_exponent",
    "parse_unicode_escape",
    "serde_json5error",
    "serde_json..error",
    // Writing one of tantivy's files.
    "ManagedDirectory$u20$as$u20$tantivy..directory..directory..Directory$GT$10open_write",
    "FooterProxy",
    "9crc32fast",
    // What is said when a promise inside the code is broken.
    "9panicking",
    "_fail",
];

/// The same in the module of a language, which has no words for anybody to read.
pub(super) const NEVER_IN_LANGUAGE: &[&str] = &["3fmt", "7unicode", "9panicking", "_fail", "escape_debug"];

/// A shorter function may stand for others that the compiler found to be the same, and so may one that drops a value.
const SHORTEST: usize = 64;
const DROPS: &str = "drop_in_place";

/// How the table of checksums begins, and how long it is: 16 kB that do not compress. Nothing reads it any more.
const CHECKSUMS: [u8; 12] = [0, 0, 0, 0, 0x96, 0x30, 0x07, 0x77, 0x2c, 0x61, 0x0e, 0xee];
const CHECKSUMS_LENGTH: usize = 16 * 1024;

/// No locals, `unreachable`, end.
const TRAP: [u8; 3] = [0, 0, 0x0b];

/// The module from which functions may be imported: the language of the page.
const IMPORTED_FROM: &[u8] = b"language";

const HEADER: [u8; 8] = *b"\0asm\x01\0\0\0";
const CUSTOM: u8 = 0;
const IMPORT: u8 = 2;
const CODE: u8 = 10;
const DATA: u8 = 11;

/// The module without the functions that never run.
pub(super) fn prune(module: &[u8], never: &[&str]) -> Result<Vec<u8>> {
    let sections = sections(module)?;
    let never = numbers_of(never, &sections)?;
    ensure!(!never.is_empty(), "no function of the module has a name that is to be taken out");
    let imported = imported_functions(&sections)?;
    rewritten(&sections, CODE, |content| without_functions(content, imported, &never))
}

/// The module without the table of checksums.
pub(super) fn forget_checksums(module: &[u8]) -> Result<Vec<u8>> {
    rewritten(&sections(module)?, DATA, without_checksums)
}

/// The module with the sections of one kind made anew.
fn rewritten(sections: &[(u8, &[u8])], kind: u8, rewrite: impl Fn(&[u8]) -> Result<Vec<u8>>) -> Result<Vec<u8>> {
    let mut module = HEADER.to_vec();
    for &(id, content) in sections {
        let content = if id == kind { rewrite(content)? } else { content.to_vec() };
        module.push(id);
        write_number(&mut module, content.len());
        module.extend(content);
    }
    Ok(module)
}

/// The sections of a module, each with its kind.
fn sections(module: &[u8]) -> Result<Vec<(u8, &[u8])>> {
    let mut input = Input(module.strip_prefix(&HEADER).context("this is no WebAssembly module")?);
    let mut sections = Vec::new();
    while !input.0.is_empty() {
        sections.push((input.byte()?, input.block()?));
    }
    Ok(sections)
}

/// How many functions the module imports. It may import nothing else: whoever starts it has nothing else to give.
fn imported_functions(sections: &[(u8, &[u8])]) -> Result<usize> {
    let mut imported = 0;
    for &(_, content) in sections.iter().filter(|section| section.0 == IMPORT) {
        let mut input = Input(content);
        for _ in 0..input.number()? {
            let (module, name) = (input.block()?, input.block()?);
            let (function, _type) = (input.byte()? == 0, input.number()?);
            let name = || format!("{}.{}", String::from_utf8_lossy(module), String::from_utf8_lossy(name));
            ensure!(function && module == IMPORTED_FROM, "the module imports {}", name());
            imported += 1;
        }
    }
    Ok(imported)
}

/// The numbers of the functions to take out, in order.
fn numbers_of(never: &[&str], sections: &[(u8, &[u8])]) -> Result<Vec<usize>> {
    let mut numbers = Vec::new();
    for &(_, content) in sections.iter().filter(|section| section.0 == CUSTOM) {
        let mut input = Input(content);
        if input.block()? != b"name" {
            continue;
        }
        while !input.0.is_empty() {
            let (kind, names) = (input.byte()?, input.block()?);
            if kind == 1 {
                numbers.extend(matching(Input(names), never)?);
            }
        }
    }
    numbers.sort_unstable();
    Ok(numbers)
}

fn matching(mut names: Input, never: &[&str]) -> Result<Vec<usize>> {
    let mut matching = Vec::new();
    for _ in 0..names.number()? {
        let number = names.number()?;
        let name = String::from_utf8_lossy(names.block()?).into_owned();
        if never.iter().any(|part| name.contains(part)) && !name.contains(DROPS) {
            matching.push(number);
        }
    }
    Ok(matching)
}

fn without_functions(content: &[u8], imported: usize, never: &[usize]) -> Result<Vec<u8>> {
    let mut input = Input(content);
    let count = input.number()?;
    let mut kept = Vec::with_capacity(content.len());
    write_number(&mut kept, count);
    for number in imported..imported + count {
        let function = input.block()?;
        let prunable = function.len() >= SHORTEST && never.binary_search(&number).is_ok();
        let function = if prunable { &TRAP } else { function };
        write_number(&mut kept, function.len());
        kept.extend(function);
    }
    Ok(kept)
}

fn without_checksums(content: &[u8]) -> Result<Vec<u8>> {
    let mut places = content.windows(CHECKSUMS.len()).enumerate().filter(|(_, window)| *window == CHECKSUMS);
    let (Some((start, _)), None) = (places.next(), places.next()) else {
        bail!("the table of checksums is not in the module exactly once");
    };
    let mut kept = content.to_vec();
    kept.get_mut(start..start + CHECKSUMS_LENGTH).context("the table of checksums is cut off")?.fill(0);
    Ok(kept)
}

/// A module being read.
struct Input<'a>(&'a [u8]);

impl<'a> Input<'a> {
    fn byte(&mut self) -> Result<u8> {
        let (&byte, rest) = self.0.split_first().context("the module is cut off")?;
        self.0 = rest;
        Ok(byte)
    }

    fn number(&mut self) -> Result<usize> {
        let mut number = 0;
        for shift in (0..35).step_by(7) {
            let byte = self.byte()?;
            number |= usize::from(byte & 127) << shift;
            if byte < 128 {
                return Ok(number);
            }
        }
        bail!("the module has a number that is too long")
    }

    /// Bytes that follow their number.
    fn block(&mut self) -> Result<&'a [u8]> {
        let length = self.number()?;
        let (block, rest) = self.0.split_at_checked(length).context("the module is cut off")?;
        self.0 = rest;
        Ok(block)
    }
}

fn write_number(out: &mut Vec<u8>, mut number: usize) {
    while number > 127 {
        out.push((number & 127) as u8 | 128);
        number >>= 7;
    }
    out.push(number as u8);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn trimmed(module: &[u8]) -> Result<Vec<u8>> {
        prune(module, NEVER_IN_LANGUAGE)
    }

    fn section(id: u8, content: &[u8]) -> Vec<u8> {
        let mut section = vec![id];
        write_number(&mut section, content.len());
        section.extend(content);
        section
    }

    fn module(second_name: &str) -> Vec<u8> {
        importing(&[], second_name)
    }

    fn importing(imports: &[&str], second_name: &str) -> Vec<u8> {
        let mut import = vec![imports.len() as u8];
        for name in imports {
            import.extend(
                [&[IMPORTED_FROM.len() as u8], IMPORTED_FROM, &[name.len() as u8], name.as_bytes(), &[0, 0]].concat(),
            );
        }
        let long = section(0, &[1; SHORTEST]);
        let code = [&[3, 4, 0, 0x41, 7, 0x0b][..], &long[1..], &[4, 0, 0x41, 8, 0x0b]].concat();
        let data = [&CHECKSUMS[..], &[9; CHECKSUMS_LENGTH]].concat();
        let mut names = vec![3];
        for (number, name) in [(0, "ask"), (1, second_name), (2, second_name)] {
            let number = number + imports.len() as u8;
            names.extend([&[number, name.len() as u8][..], name.as_bytes()].concat());
        }
        let custom = [&[4][..], b"name", &section(1, &names)].concat();
        let sections = [section(IMPORT, &import), section(CODE, &code), section(DATA, &data), section(CUSTOM, &custom)];
        [&HEADER[..], &sections.concat()].concat()
    }

    #[test]
    fn functions_that_never_run_become_traps() {
        for imports in [&[][..], &["stem", "is_stop_word"]] {
            let pruned = trimmed(&importing(imports, "core9panicking9panic_fmt")).unwrap();
            let code = sections(&pruned).unwrap()[1].1;
            assert_eq!(code, [3, 4, 0, 0x41, 7, 0x0b, 3, 0, 0, 0x0b, 4, 0, 0x41, 8, 0x0b], "the short one stays");
        }
    }

    #[test]
    fn the_table_of_checksums_becomes_nothing() {
        let pruned = forget_checksums(&module("core9panicking9panic_fmt")).unwrap();
        let data = sections(&pruned).unwrap()[2].1;
        assert_eq!(data.len(), CHECKSUMS.len() + CHECKSUMS_LENGTH);
        assert!(data[..CHECKSUMS_LENGTH].iter().all(|&byte| byte == 0));
    }

    #[test]
    fn a_module_of_another_kind_is_refused() {
        assert!(trimmed(&module("open")).is_err());
        assert!(trimmed(b"").is_err());
        assert!(trimmed(b"\0asm\x01\0\0\0").is_err());
        let cut = module("core9panicking9panic_fmt");
        assert!(trimmed(&cut[..cut.len() - 1]).is_err());
        let mut foreign = importing(&["stem"], "core9panicking9panic_fmt");
        let place = foreign.windows(8).position(|window| window == IMPORTED_FROM).unwrap();
        foreign[place] = b'L';
        assert!(trimmed(&foreign).is_err());
    }
}
