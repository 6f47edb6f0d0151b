//! Lines of a text file, gzip (any number of members) or plain, read as a stream.

use crate::error::ColumnsError;
use flate2::bufread::GzDecoder;
use std::{
    fs::File,
    io::{self, BufRead, BufReader, Read},
    path::{Path, PathBuf},
};

const BUFFER: usize = 1 << 16;

/// Gzip members one after the other, which unlike flate2's own reader knows which one it is in.
struct Members {
    decoder: Option<GzDecoder<BufReader<File>>>,
    member: u64,
}

impl Read for Members {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        while let Some(decoder) = &mut self.decoder {
            let count = decoder.read(out)?;
            if count > 0 || out.is_empty() {
                return Ok(count);
            }
            let Some(mut file) = self.decoder.take().map(GzDecoder::into_inner) else {
                break;
            };
            if skip_zeros(&mut file)? {
                self.member += 1;
                self.decoder = Some(GzDecoder::new(file));
            }
        }
        Ok(0)
    }
}

/// Padding after a member is zeros. Returns whether something follows.
fn skip_zeros(file: &mut BufReader<File>) -> io::Result<bool> {
    loop {
        let buffer = file.fill_buf()?;
        if buffer.is_empty() {
            return Ok(false);
        }
        let zeros = buffer.iter().take_while(|byte| **byte == 0).count();
        if zeros < buffer.len() {
            file.consume(zeros);
            return Ok(true);
        }
        file.consume(zeros);
    }
}

enum Input {
    Plain(BufReader<File>),
    Gzip(Box<BufReader<Members>>),
}

/// Reads line by line.
pub(crate) struct Lines {
    path: PathBuf,
    input: Input,
    line: Vec<u8>,
    number: u64,
}

impl Lines {
    pub fn open(path: &Path) -> Result<Self, ColumnsError> {
        let open = || -> io::Result<Input> {
            let mut file = BufReader::with_capacity(BUFFER, File::open(path)?);
            Ok(if file.fill_buf()?.starts_with(&[0x1f, 0x8b]) {
                Input::Gzip(Box::new(BufReader::with_capacity(
                    BUFFER,
                    Members {
                        decoder: Some(GzDecoder::new(file)),
                        member: 1,
                    },
                )))
            } else {
                Input::Plain(file)
            })
        };
        let input = open().map_err(|error| ColumnsError::Open {
            path: path.to_owned(),
            error,
        })?;
        Ok(Self {
            path: path.to_owned(),
            input,
            line: Vec::with_capacity(BUFFER),
            number: 0,
        })
    }

    /// Number of the line that [`next`](Self::next) gave last, from 1.
    pub fn number(&self) -> u64 {
        self.number
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The next line without its end; `None` after the last.
    pub fn next(&mut self) -> Result<Option<&[u8]>, ColumnsError> {
        self.line.clear();
        let read = match &mut self.input {
            Input::Plain(file) => file.read_until(b'\n', &mut self.line),
            Input::Gzip(file) => file.read_until(b'\n', &mut self.line),
        };
        match read {
            Ok(0) => return Ok(None),
            Ok(_) => self.number += 1,
            Err(error) => return Err(self.failed(error)),
        }
        while self.line.last().is_some_and(|byte| matches!(byte, b'\n' | b'\r')) {
            self.line.pop();
        }
        Ok(Some(&self.line))
    }

    fn failed(&self, error: io::Error) -> ColumnsError {
        let what = match error.kind() {
            io::ErrorKind::UnexpectedEof => "cut off",
            io::ErrorKind::InvalidInput | io::ErrorKind::InvalidData => "damaged",
            _ => {
                return ColumnsError::Read {
                    path: self.path.clone(),
                    lines: self.number,
                    error,
                };
            }
        };
        let Input::Gzip(file) = &self.input else {
            return ColumnsError::Read {
                path: self.path.clone(),
                lines: self.number,
                error,
            };
        };
        let last = match self.line.len() {
            0 => String::new(),
            bytes => format!(" and {bytes} bytes of line {}", self.number + 1),
        };
        ColumnsError::Gzip {
            path: self.path.clone(),
            what,
            member: file.get_ref().member,
            lines: self.number,
            last,
        }
    }
}
