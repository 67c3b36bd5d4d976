package asset

import (
	"bytes"
	"fmt"
	"slices"
)

// The blocks of a GIF file and the labels of its extensions.
const (
	gifExtension   = 0x21
	gifPicture     = 0x2c
	gifTrailer     = 0x3b
	gifControl     = 0xf9
	gifComment     = 0xfe
	gifApplication = 0xff
)

// gifBlock is a part of a GIF file after its head: a picture or an extension.
type gifBlock struct {
	kind, label byte
	body        []byte // the first sub-block of an extension
	start, end  int
}

// gifBlocks takes a GIF file apart up to its trailer, at end.
func gifBlocks(data []byte) (all []gifBlock, end int, err error) {
	i := 13 + gifTable(data[10])
	for i < len(data) {
		b := gifBlock{kind: data[i], start: i}
		switch {
		case b.kind == gifTrailer:
			return all, i, nil
		case b.kind == gifExtension && i+3 <= len(data):
			b.label, b.body = data[i+1], data[i+3:min(len(data), i+3+int(data[i+2]))]
			i += 2
		case b.kind == gifPicture && i+10 <= len(data): // A descriptor, perhaps a colour table, the code size.
			i += 11 + gifTable(data[i+9])
		case b.kind == gifExtension || b.kind == gifPicture:
			return all, i, errShort
		default:
			return all, i, fmt.Errorf("unknown GIF block %#x", b.kind)
		}
		for i < len(data) && data[i] != 0 {
			i += 1 + int(data[i])
		}
		i++
		b.end = i
		all = append(all, b)
	}
	return all, i, errShort
}

// gifFrames counts the pictures of a GIF.
func gifFrames(data []byte) (n int, err error) {
	all, _, err := gifBlocks(data)
	for _, b := range all {
		if b.kind == gifPicture {
			n++
		}
	}
	return n, err
}

// gifTable is the size of the colour table that packed flags announce.
func gifTable(flags byte) int {
	if flags&0x80 == 0 {
		return 0
	}
	return 3 << (flags&7 + 1)
}

// moving are the applications whose extensions matter to the pictures: how often
// they are repeated, and their colours.
var moving = []string{"NETSCAPE2.0", "ANIMEXTS1.0", "ICCRGBG1012"}

// needed says whether a block is needed to show a GIF.
func (b gifBlock) needed() bool {
	return b.kind == gifPicture || b.label == gifControl ||
		b.label == gifApplication && slices.Contains(moving, string(b.body))
}

func aboutGIF(data []byte) (a about) {
	all, end, _ := gifBlocks(data)
	for _, b := range all {
		a.private = a.private || !b.needed() && (b.label != gifComment || !ofProgram(b.body))
	}
	a.private = a.private || len(bytes.Trim(data[min(end+1, len(data)):], "\x00\r\n")) > 0
	return a
}

// cleanGIF drops what is not needed to show a GIF; the pictures stay as they are.
func cleanGIF(data []byte) []byte {
	all, _, _ := gifBlocks(data)
	out := append(make([]byte, 0, len(data)), data[:13+gifTable(data[10])]...)
	for _, b := range all {
		if b.needed() {
			out = append(out, data[b.start:b.end]...)
		}
	}
	return append(out, gifTrailer)
}
