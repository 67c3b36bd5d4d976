package asset

import (
	"bytes"
	"encoding/binary"
	"slices"
)

// about is what an image file says beside its pixels.
type about struct {
	orientation int    // 1–8, as EXIF has it; 0 and 1 are upright
	private     bool   // it may tell who took it, where and with what
	profile     []byte // ICC
	compression uint16 // of a TIFF file, as its tag has it
}

// harmless are the EXIF tags that tell nothing of a person: those of the
// pixels, and the names of programs.
var harmless = []uint16{
	0x0100, 0x0101, 0x0102, 0x0103, 0x0106, 0x0111, 0x0112, 0x0115, 0x0116, 0x0117, 0x011a, 0x011b, 0x011c, 0x0128,
	0x0131, 0x0201, 0x0202, 0x0212, 0x0213, 0x0214, 0x8769, 0x9000, 0x9101, 0xa000, 0xa001, 0xa002, 0xa003,
}

// The tags that are read.
const (
	tagCompression = 0x0103
	tagOrientation = 0x0112
	tagExifIFD     = 0x8769
)

// readExif reads what matters of EXIF data, which are a TIFF file of their own.
// Data that can't be read count as private.
func (a *about) readExif(data []byte) {
	data = bytes.TrimPrefix(data, []byte(exifHead))
	if len(data) < 8 {
		a.private = a.private || len(data) > 0
		return
	}
	var order binary.ByteOrder = binary.LittleEndian
	if data[0] == 'M' {
		order = binary.BigEndian
	}
	next := []uint32{order.Uint32(data[4:])}
	for seen := 0; len(next) > 0 && seen < 8; seen++ {
		at := next[0]
		next = append(next[1:], a.readDirectory(data, order, at, seen == 0)...)
	}
}

// readDirectory reads one directory of tags and returns where others are.
func (a *about) readDirectory(data []byte, order binary.ByteOrder, at uint32, first bool) (more []uint32) {
	if at == 0 {
		return nil
	}
	if uint64(at)+2 > uint64(len(data)) {
		a.private = true
		return nil
	}
	n := int(order.Uint16(data[at:]))
	rest := data[at+2:]
	for ; n > 0 && len(rest) >= 12; n, rest = n-1, rest[12:] {
		tag := order.Uint16(rest)
		a.private = a.private || !slices.Contains(harmless, tag)
		switch {
		case tag == tagOrientation && first:
			if o := int(order.Uint16(rest[8:])); o >= 1 && o <= 8 {
				a.orientation = o
			}
		case tag == tagCompression && first:
			a.compression = order.Uint16(rest[8:])
		case tag == tagExifIFD:
			more = append(more, order.Uint32(rest[8:]))
		}
	}
	if first && len(rest) >= 4 {
		more = append(more, order.Uint32(rest))
	}
	return more
}
