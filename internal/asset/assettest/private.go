package assettest

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"hash/crc32"
	"image"
	"os"
	"path/filepath"
	"slices"
)

// Canary stands wherever a file tells of a person: nothing that is uploaded may
// hold it.
const Canary = "SECRET-GPS-CANARY"

// Turned is a JPEG that says in EXIF how it is to be turned, and who took it where.
func Turned(m image.Image, orientation int) []byte {
	return segmented(Written("jpeg", m), 0xe1, "Exif\x00\x00"+exif(orientation))
}

// exif tells the way to turn a picture, the camera's serial number and a place.
func exif(orientation int) string {
	var x bytes.Buffer
	tag := func(id, kind uint16, n, value uint32) {
		_ = binary.Write(&x, binary.LittleEndian, struct { // memory takes every byte
			ID, Kind uint16
			N, Value uint32
		}{id, kind, n, value})
	}
	x.WriteString("II*\x00\x08\x00\x00\x00\x03\x00")
	tag(0x0112, 3, 1, uint32(orientation))      //nolint:gosec // a small number
	tag(0x8825, 4, 1, 0)                        // GPS
	tag(0xa431, 2, uint32(len(Canary)+1), 8+42) // serial number
	x.WriteString("\x00\x00\x00\x00" + Canary + "\x00")
	return x.String()
}

const xmp = `<x:xmpmeta xmlns:x="adobe:ns:meta/"><exif:GPSLatitude>` + Canary + `</exif:GPSLatitude></x:xmpmeta>`

// Private are files that each tell of a person in one place, by name; the folder
// holds the WebP that one is made of.
func Private(folder string) (map[string][]byte, error) {
	web, err := os.ReadFile(filepath.Join(folder, "lossy.webp")) //nolint:gosec // a test's own folder
	if err != nil {
		return nil, err
	}
	m := Scene(96, 64)
	photo, drawing, moving := Written("jpeg", m), Written("png", m), Animation(30, 20, 3)
	var packed bytes.Buffer
	z := zlib.NewWriter(&packed)
	_, _ = z.Write([]byte(xmp)) // memory takes every byte
	_ = z.Close()
	return map[string][]byte{
		"exif.jpg":     Turned(m, 1),
		"turned.jpg":   Turned(m, 6),
		"xmp.jpg":      segmented(photo, 0xe1, "http://ns.adobe.com/xap/1.0/\x00"+xmp),
		"iptc.jpg":     segmented(photo, 0xed, "Photoshop 3.0\x008BIM\x04\x04\x00\x00\x00\x00\x00\x17\x1c\x02\x50\x00\x12"+Canary),
		"comment.jpg":  segmented(photo, 0xfe, "taken by "+Canary),
		"camera.jpg":   segmented(photo, 0xec, "[picture info] ID="+Canary),
		"maker.jpg":    segmented(photo, 0xe5, Canary),
		"film.jpg":     append(slices.Clone(photo), "\x00\x00\x00\x18ftypmp42"+Canary...),
		"exif.png":     chunked(drawing, "eXIf", exif(1)),
		"text.png":     chunked(drawing, "tEXt", "Author\x00"+Canary),
		"xmp.png":      chunked(drawing, "iTXt", "XML:com.adobe.xmp\x00\x00\x00\x00\x00"+xmp),
		"packed.png":   chunked(drawing, "zTXt", Canary+"\x00\x00"+packed.String()),
		"signed.png":   chunked(drawing, "caBX", Canary),
		"exif.webp":    extended(web, m.Rect),
		"exif.tiff":    tagged(Written("tiff", m)),
		"comment.gif":  extendedGIF(Written("gif", m), "\xfe", Canary),
		"moving.gif":   extendedGIF(moving, "\xfe", Canary),
		"xmp.gif":      extendedGIF(moving, "\xff", "XMP DataXMP", xmp),
		"appended.gif": append(slices.Clone(moving), Canary...),
	}, nil
}

// segmented puts a segment in front of a JPEG's own.
func segmented(data []byte, marker byte, body string) []byte {
	head := []byte{0xff, 0xd8, 0xff, marker, 0, 0}
	binary.BigEndian.PutUint16(head[4:], uint16(len(body)+2)) //nolint:gosec // short texts
	return slices.Concat(head, []byte(body), data[2:])
}

// chunked puts a chunk behind the head of a PNG.
func chunked(data []byte, name, body string) []byte {
	const head = 33
	c := binary.BigEndian.AppendUint32(nil, uint32(len(body))) //nolint:gosec // short texts
	c = append(c, name+body...)
	c = binary.BigEndian.AppendUint32(c, crc32.ChecksumIEEE(c[4:]))
	return slices.Concat(data[:head], c, data[head:])
}

// extended is a simple WebP as an extended one with EXIF and XMP.
func extended(data []byte, size image.Rectangle) []byte {
	chunk := func(name, body string) []byte {
		c := binary.LittleEndian.AppendUint32([]byte(name), uint32(len(body))) //nolint:gosec // short texts
		return append(append(c, body...), make([]byte, len(body)%2)...)
	}
	head := string([]byte{0x0c, 0, 0, 0, byte(size.Dx() - 1), 0, 0, byte(size.Dy() - 1), 0, 0}) //nolint:gosec // small
	body := slices.Concat([]byte("WEBP"), chunk("VP8X", head), data[12:], chunk("EXIF", exif(1)), chunk("XMP ", xmp))
	return append(binary.LittleEndian.AppendUint32([]byte("RIFF"), uint32(len(body))), body...) //nolint:gosec // a small file
}

// tagged is a TIFF file of the low byte first with a serial number, in a
// directory of its own at the end.
func tagged(data []byte) []byte {
	at := binary.LittleEndian.Uint32(data[4:])
	n := binary.LittleEndian.Uint16(data[at:])
	entries := data[at+2 : int(at)+2+12*int(n)]
	data = append(slices.Clone(data), make([]byte, len(data)%2)...)
	out := append(slices.Clone(data), Canary+"\x00"...)
	binary.LittleEndian.PutUint32(out[4:], uint32(len(out))) //nolint:gosec // a small file
	out = binary.LittleEndian.AppendUint16(out, n+1)
	out = append(out, entries...)
	out = binary.LittleEndian.AppendUint16(out, 0xa431)
	out = binary.LittleEndian.AppendUint16(out, 2)
	out = binary.LittleEndian.AppendUint32(out, uint32(len(Canary)+1))
	out = binary.LittleEndian.AppendUint32(out, uint32(len(data))) //nolint:gosec // a small file
	return append(out, 0, 0, 0, 0)
}

// extendedGIF puts an extension of sub-blocks in front of a GIF's trailer.
func extendedGIF(data []byte, label string, blocks ...string) []byte {
	out := append(slices.Clone(data[:len(data)-1]), "\x21"+label...)
	for _, b := range blocks {
		out = append(append(out, byte(len(b))), b...) //nolint:gosec // below 256
	}
	return append(out, 0, ';')
}
