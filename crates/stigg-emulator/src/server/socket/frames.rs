//! Frames that the WebSocket library would not send.

/// A ping without data.
pub(in crate::server) const PING: [u8; 2] = [0x89, 0];

const FINAL: u8 = 0x80;
const TEXT: u8 = 0x1;
const CONTINUATION: u8 = 0x0;

/// A text message in frames of so many bytes.
pub(in crate::server) fn fragmented(text: &[u8], size: usize) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(text.len() + 16);
    let pieces = text.len().div_ceil(size).max(1);
    for index in 0..pieces {
        let piece = &text[index * size..text.len().min((index + 1) * size)];
        let opcode = if index == 0 { TEXT } else { CONTINUATION };
        let end = if index + 1 == pieces { FINAL } else { 0 };
        bytes.push(end | opcode);
        push_length(&mut bytes, piece.len());
        bytes.extend_from_slice(piece);
    }
    bytes
}

fn push_length(bytes: &mut Vec<u8>, length: usize) {
    match (u8::try_from(length), u16::try_from(length)) {
        (Ok(length @ ..126), _) => bytes.push(length),
        (_, Ok(length)) => {
            bytes.push(126);
            bytes.extend_from_slice(&length.to_be_bytes());
        }
        _ => {
            bytes.push(127);
            bytes.extend_from_slice(&(length as u64).to_be_bytes());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_comes_in_frames_that_end_with_the_last() {
        assert_eq!(
            fragmented(b"abcde", 2),
            [0x01, 2, b'a', b'b', 0x00, 2, b'c', b'd', 0x80, 1, b'e']
        );
        assert_eq!(fragmented(b"ab", 2), [0x81, 2, b'a', b'b']);
        assert_eq!(fragmented(b"", 2), [0x81, 0]);
    }

    #[test]
    fn long_frames_have_long_lengths() {
        assert_eq!(fragmented(&[b'a'; 200], 200)[..4], [0x81, 126, 0, 200]);
        assert_eq!(
            fragmented(&vec![b'a'; 70_000], 70_000)[..10],
            [0x81, 127, 0, 0, 0, 0, 0, 1, 0x11, 0x70]
        );
    }
}
