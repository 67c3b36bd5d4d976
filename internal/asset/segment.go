package asset

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"io"
	"slices"
	"strings"
)

// segment is a part of a JPEG file before, between or after its scans.
type segment struct {
	marker     byte
	start, end int // of the whole segment; a scan's includes its compressed data
	body       []byte
}

// The markers of JPEG that are looked at.
const (
	markerEnd   = 0xd9
	markerScan  = 0xda
	markerJFIF  = 0xe0
	markerExif  = 0xe1
	markerICC   = 0xe2
	markerDucky = 0xec
	markerAdobe = 0xee
	markerNote  = 0xfe
)

// segments takes a JPEG file apart; whole says that it has its end marker, end
// is where the file ends.
func segments(data []byte) (all []segment, end int, whole bool) {
	for i := 2; i+2 <= len(data); {
		switch marker := data[i+1]; {
		case data[i] != 0xff:
			return all, i, false
		case marker == 0xff: // A fill byte.
			i++
		case marker == markerEnd:
			return all, i + 2, true
		case marker == 0x01 || marker >= 0xd0 && marker <= 0xd8:
			i += 2
		default:
			if i+4 > len(data) {
				return all, i, false
			}
			next := i + 2 + int(binary.BigEndian.Uint16(data[i+2:]))
			if next < i+4 || next > len(data) {
				return all, i, false
			}
			s := segment{marker, i, next, data[i+4 : next]}
			if marker == markerScan {
				s.end = scanEnd(data, next)
			}
			all = append(all, s)
			i = s.end
		}
	}
	return all, len(data), false
}

// scanEnd finds the marker that follows compressed data.
func scanEnd(data []byte, i int) int {
	for {
		n := bytes.IndexByte(data[i:], 0xff)
		if n < 0 || i+n+1 >= len(data) {
			return len(data)
		}
		i += n
		if m := data[i+1]; m != 0 && m != 0xff && (m < 0xd0 || m > 0xd7) {
			return i
		}
		i++
	}
}

const (
	exifHead  = "Exif\x00\x00"
	iccHead   = "ICC_PROFILE\x00"
	jfifHead  = "JFIF\x00"
	duckyHead = "Ducky" // a quality, written by Photoshop
)

// needed says whether a segment is needed to show a JPEG.
func (s segment) needed() bool {
	switch s.marker {
	case markerJFIF:
		return bytes.HasPrefix(s.body, []byte(jfifHead))
	case markerICC: // Others announce more pictures after the end.
		return bytes.HasPrefix(s.body, []byte(iccHead))
	}
	return s.marker < markerJFIF || s.marker == markerAdobe
}

// programs are how comments begin that programs write to name themselves.
var programs = []string{
	"CREATOR: gd-jpeg", "Lavc", "Created with GIMP", "Created with The GIMP", "File written by Adobe Photoshop",
	"LEAD Technologies", "Optimized by JPEGmini", "Compressed by jpeg-recompress", "Created with ezgif.com", "GIF edited with https://ezgif.com",
}

// ofProgram says whether a comment names a program, and so no person, or nothing.
func ofProgram(comment []byte) bool {
	comment = bytes.Trim(comment, "\x00 \r\n")
	named := func(p string) bool { return bytes.HasPrefix(comment, []byte(p)) }
	return len(comment) == 0 || len(comment) <= 100 && slices.ContainsFunc(programs, named)
}

// aboutJPEG reads the segments beside the pixels. What stands after the end,
// such as the film of a moving photograph, is private too.
func aboutJPEG(data []byte) (a about) {
	all, end, _ := segments(data)
	for _, s := range all {
		switch {
		case s.marker == markerExif && bytes.HasPrefix(s.body, []byte(exifHead)):
			a.readExif(s.body)
		case s.marker == markerICC && s.needed():
			a.profile = append(a.profile, s.body[min(len(s.body), len(iccHead)+2):]...)
		case s.marker == markerNote && ofProgram(s.body), s.marker == markerDucky && bytes.HasPrefix(s.body, []byte(duckyHead)):
		case !s.needed():
			a.private = true
		}
	}
	a.private = a.private || len(bytes.Trim(data[end:], "\x00\r\n")) > 0
	return a
}

// cleanJPEG drops what is not needed to show a JPEG; the pixels stay as they
// are, and so does how they are to be turned.
func cleanJPEG(data []byte) []byte {
	all, _, _ := segments(data)
	out := append(make([]byte, 0, len(data)), data[:2]...)
	if o := aboutJPEG(data).orientation; o > 1 {
		out = append(out, "\xff\xe1\x00\x22"+exifHead+"MM\x00*\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01\x00"...)
		out = append(out, byte(o), 0, 0, 0, 0, 0, 0) //nolint:gosec // 2 to 8
	}
	for _, s := range all {
		if s.needed() {
			out = append(out, data[s.start:s.end]...)
		}
	}
	return append(out, 0xff, markerEnd)
}

// chunk is a part of a PNG file.
type chunk struct {
	name       string
	start, end int
	body       []byte
}

// chunks takes a PNG file apart up to its end, which whole says is there.
func chunks(data []byte) (all []chunk, whole bool) {
	const head, tail = 8, 4 // Length and name before a chunk's data, a checksum after it.
	for i := uint64(8); i+head <= uint64(len(data)); {
		end := i + head + uint64(binary.BigEndian.Uint32(data[i:])) + tail
		if end > uint64(len(data)) {
			break
		}
		c := chunk{string(data[i+4 : i+8]), int(i), int(end), data[i+head : end-tail]} //nolint:gosec // both are within data
		all = append(all, c)
		if c.name == "IEND" {
			return all, true
		}
		i = end
	}
	return all, false
}

// shown are the chunks of PNG that are needed to show it.
var shown = []string{
	"IHDR", "PLTE", "IDAT", "IEND", "tRNS", "gAMA", "cHRM", "sRGB", "iCCP", "sBIT", "bKGD", "pHYs", "cICP", "acTL", "fcTL", "fdAT",
}

// plainChunks are the other chunks that tell nothing of a person.
var plainChunks = []string{"tIME", "hIST", "sPLT", "sTER", "oFFs", "pCAL", "sCAL", "mDCV", "cLLI", "vpAg", "iDOT"}

// aboutPNG reads the chunks beside the pixels.
func aboutPNG(data []byte) (a about) {
	all, _ := chunks(data)
	end := len(data)
	for _, c := range all {
		end = c.end
		switch c.name {
		case "eXIf":
			a.readExif(c.body)
		case "tEXt", "zTXt", "iTXt":
			key, _, _ := strings.Cut(string(c.body[:min(len(c.body), 80)]), "\x00")
			a.private = a.private || key != "Software" && !strings.HasPrefix(key, "date:")
		case "iCCP":
			a.profile = inflateProfile(c.body)
		default:
			a.private = a.private || !slices.Contains(shown, c.name) && !slices.Contains(plainChunks, c.name)
		}
	}
	a.private = a.private || len(bytes.Trim(data[end:], "\x00\r\n")) > 0
	return a
}

// inflateProfile reads the profile of a PNG; none is larger than a megabyte that
// is read here.
func inflateProfile(body []byte) []byte {
	_, packed, ok := bytes.Cut(body, []byte{0})
	if !ok || len(packed) < 1 {
		return nil
	}
	r, err := zlib.NewReader(bytes.NewReader(packed[1:]))
	if err != nil {
		return nil
	}
	profile, err := io.ReadAll(io.LimitReader(r, 1<<20))
	if err != nil {
		return nil
	}
	return profile
}

// cleanPNG drops what is not needed to show a PNG; the pixels stay as they are.
func cleanPNG(data []byte) []byte {
	all, _ := chunks(data)
	out := append(make([]byte, 0, len(data)), data[:8]...)
	for _, c := range all {
		if slices.Contains(shown, c.name) {
			out = append(out, data[c.start:c.end]...)
		}
	}
	return out
}

// riffChunks are the chunks of a WebP file, by what stands in its head.
func riffChunks(data []byte) (all []chunk) {
	for i := 12; i+8 <= len(data); {
		n := int(binary.LittleEndian.Uint32(data[i+4:]))
		end := i + 8 + n
		if n < 0 || end > len(data) {
			return all
		}
		all = append(all, chunk{string(data[i : i+4]), i, end, data[i+8 : end]})
		i = end + n&1
	}
	return all
}

func aboutWebP(data []byte) (a about) {
	for _, c := range riffChunks(data) {
		switch c.name {
		case "EXIF":
			a.readExif(c.body)
		case "ICCP":
			a.profile = c.body
		}
	}
	return a
}

// firstFrame makes of a WebP file one that holds nothing but its first picture:
// frames of an animation can't be decoded, and the head may lie about the size.
func firstFrame(data []byte) []byte {
	all := riffChunks(data)
	if i := slices.IndexFunc(all, func(c chunk) bool { return c.name == "ANMF" && len(c.body) > 16 }); i >= 0 {
		all = riffChunks(append(make([]byte, 12), all[i].body[16:]...))
	}
	var alpha []byte
	for _, c := range all {
		switch c.name {
		case "ALPH":
			alpha = c.body
		case "VP8L":
			return riff(riffChunk("VP8L", c.body))
		case "VP8 ":
			if alpha == nil || len(c.body) < 10 {
				return riff(riffChunk("VP8 ", c.body))
			}
			head := make([]byte, 10) // Flags, then width and height less one.
			head[0] = 0x10
			w, h := int(c.body[6])|int(c.body[7]&0x3f)<<8-1, int(c.body[8])|int(c.body[9]&0x3f)<<8-1
			copy(head[4:], []byte{byte(w), byte(w >> 8), byte(w >> 16), byte(h), byte(h >> 8), byte(h >> 16)}) //nolint:gosec // 14 bits each
			return riff(riffChunk("VP8X", head), riffChunk("ALPH", alpha), riffChunk("VP8 ", c.body))
		}
	}
	return data
}

func riffChunk(name string, body []byte) []byte {
	out := append([]byte(name), 0, 0, 0, 0)
	binary.LittleEndian.PutUint32(out[4:], uint32(len(body))) //nolint:gosec // a part of a file that was read
	out = append(out, body...)
	if len(body)%2 == 1 {
		out = append(out, 0)
	}
	return out
}

func riff(parts ...[]byte) []byte {
	body := append([]byte("WEBP"), bytes.Join(parts, nil)...)
	out := append([]byte("RIFF"), 0, 0, 0, 0)
	binary.LittleEndian.PutUint32(out[4:], uint32(len(body))) //nolint:gosec // a part of a file that was read
	return append(out, body...)
}
