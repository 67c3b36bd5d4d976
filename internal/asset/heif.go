package asset

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
)

// Foreign says whether only a program of the machine decodes a type. Its
// decoders are large, and none that is written in Go is kept well.
func Foreign(kind string) bool { return kind == "avif" || kind == "heic" }

// ErrNoDecoder says that this machine opens no file of a type; [Options.Decode]
// returns it.
var ErrNoDecoder = errors.New("no program that decodes it")

// isoBox is a part of an ISO media file.
type isoBox struct {
	name string
	body []byte
}

// isoBoxes takes apart what boxes are in; whole says that none breaks off.
func isoBoxes(data []byte) (all []isoBox, whole bool) {
	for len(data) > 0 {
		if len(data) < 8 {
			return all, false
		}
		size, head := uint64(binary.BigEndian.Uint32(data)), uint64(8)
		switch {
		case size == 0: // to the end of the file
			size = uint64(len(data))
		case size == 1 && len(data) >= 16:
			size, head = binary.BigEndian.Uint64(data[8:]), 16
		}
		if size < head || size > uint64(len(data)) {
			return all, false
		}
		all = append(all, isoBox{string(data[4:8]), data[head:size]})
		data = data[size:]
	}
	return all, true
}

// within is the content of a box, found by its path; nil where there is none.
func within(data []byte, path ...string) []byte {
	for _, name := range path {
		all, _ := isoBoxes(data)
		i := slices.IndexFunc(all, func(b isoBox) bool { return b.name == name })
		if i < 0 {
			return nil
		}
		data = all[i].body
	}
	return data
}

// brand finds the brands that a file says it can be read as.
func brand(data []byte, wanted ...string) bool {
	if len(data) < 16 || string(data[4:8]) != "ftyp" {
		return false
	}
	end := min(uint64(binary.BigEndian.Uint32(data)), uint64(len(data)), 256)
	for i := uint64(8); i+4 <= end; i += 4 {
		if i != 12 && slices.Contains(wanted, string(data[i:i+4])) { // A version stands at 12.
			return true
		}
	}
	return false
}

func isAVIF(data []byte) bool { return brand(data, "avif", "avis") }

func isHEIC(data []byte) bool {
	return !isAVIF(data) && brand(data, "heic", "heix", "hevc", "hevx", "heim", "heis", "mif1", "msf1")
}

// checkHEIF reads the size of the primary picture, upright. Every size that the
// file names counts where one would be too large.
func checkHEIF(data []byte) (width, height int, err error) {
	if _, whole := isoBoxes(data); !whole {
		return 0, 0, errShort
	}
	const fullBox = 4 // Version and flags stand before the content.
	meta := within(data, "meta")
	if len(meta) < fullBox {
		return 0, 0, errors.New("picture without description")
	}
	meta = meta[fullBox:]
	all, _ := isoBoxes(within(meta, "iprp", "ipco"))
	own := properties(within(meta, "iprp", "ipma"), primaryItem(within(meta, "pitm")))
	turned, most := false, uint64(0)
	for i, b := range all {
		switch mine := slices.Contains(own, i+1); {
		case b.name == "ispe" && len(b.body) >= 12:
			w, h := binary.BigEndian.Uint32(b.body[4:]), binary.BigEndian.Uint32(b.body[8:])
			if most = max(most, uint64(w)*uint64(h)); mine {
				width, height = int(w), int(h)
			}
		case b.name == "irot" && len(b.body) >= 1 && mine:
			turned = b.body[0]&1 == 1
		}
	}
	const pixels = 1 << 40 // more than any limit, and no overflow
	if width <= 0 || height <= 0 || most > pixels {
		return 0, 0, fmt.Errorf("image of %d × %d pixels", width, height)
	}
	if turned {
		width, height = height, width
	}
	return width, height, nil
}

// primaryItem reads the number of the picture that is shown.
func primaryItem(pitm []byte) uint32 {
	switch {
	case len(pitm) >= 8 && pitm[0] > 0:
		return binary.BigEndian.Uint32(pitm[4:])
	case len(pitm) >= 6:
		return uint32(binary.BigEndian.Uint16(pitm[4:]))
	}
	return 0
}

// properties reads which properties an item has, counted from 1.
func properties(ipma []byte, item uint32) (own []int) {
	if len(ipma) < 8 {
		return nil
	}
	long, wide, n := ipma[0] > 0, ipma[3]&1 == 1, binary.BigEndian.Uint32(ipma[4:])
	number := func(size int) (v uint32) {
		for range size {
			if len(ipma) == 0 {
				return v
			}
			v, ipma = v<<8|uint32(ipma[0]), ipma[1:]
		}
		return v
	}
	ipma = ipma[8:]
	for ; n > 0 && len(ipma) > 0; n-- {
		size := 2
		if long {
			size = 4
		}
		id := number(size)
		for range number(1) {
			i := number(1) & 0x7f // The bit above says that it must be understood.
			if wide {
				i = i<<8 | number(1)
			}
			if id == item {
				own = append(own, int(i))
			}
		}
	}
	return own
}

// translated makes a PNG of an image that only a program of the machine decodes.
func (m *Maker) translated(ctx context.Context, im Image, data []byte) ([]byte, error) {
	if m.Decode == nil {
		return nil, fmt.Errorf("decode %s: %w", im.Type, ErrNoDecoder)
	}
	return m.Decode(ctx, im.Type, data, im.Width, im.Height)
}
