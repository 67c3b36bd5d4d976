package asset

import (
	"bytes"
	"encoding/binary"
	"testing"
	"time"
)

// wav is silence at 8,000 bytes a second, with a chunk before its data that a
// reader has to skip.
func wav(seconds int) []byte {
	b := []byte("RIFF\x00\x00\x00\x00WAVEfmt \x10\x00\x00\x00\x01\x00\x01\x00")
	b = binary.LittleEndian.AppendUint32(b, 8000)
	b = binary.LittleEndian.AppendUint32(b, 8000)
	b = append(b, 1, 0, 8, 0)
	b = append(b, "LIST\x03\x00\x00\x00abc\x00data"...)
	b = binary.LittleEndian.AppendUint32(b, uint32(8000*seconds))
	return append(b, make([]byte, 8000*seconds)...)
}

// mp3 has frames of 128 and of 64 kbit/s in turn, 1,152 samples at 44.1 kHz each.
func mp3(frames int) []byte {
	b := []byte("ID3\x04\x00\x00\x00\x00\x00\x05hello")
	for i := range frames {
		header, size := byte(0x90), 417
		if i%2 == 1 {
			header, size = 0x50, 208
		}
		frame := make([]byte, size)
		copy(frame, []byte{0xff, 0xfb, header, 0})
		b = append(b, frame...)
	}
	return b
}

func amr(frames int) []byte {
	return append([]byte("#!AMR\n"), bytes.Repeat(append([]byte{0x3c}, make([]byte, 31)...), frames)...)
}

func TestInspectMedia(t *testing.T) {
	clip := []byte("\x00\x00\x00\x18ftypisom\x00\x00\x02\x00isomiso2")
	for name, c := range map[string]struct {
		data    []byte
		kind    string
		length  time.Duration
		as      string
		problem string
	}{
		"wav":               {wav(3), "wav", 3 * time.Second, "voice", ""},
		"long wav":          {wav(61), "wav", 61 * time.Second, "voice", "material-too-long"},
		"mp3 of many rates": {mp3(1000), "mp3", 1000 * 1152 * time.Second / 44100, "voice", ""},
		"long mp3":          {mp3(2400), "mp3", 2400 * 1152 * time.Second / 44100, "voice", "material-too-long"},
		"amr":               {amr(100), "amr", 2 * time.Second, "voice", ""},
		"cut wav":           {wav(3)[:20], "wav", 0, "voice", ""},
		"video":             {clip, "mp4", 0, "video", ""},
		"large video":       {append(bytes.Clone(clip), make([]byte, 10<<20)...), "mp4", 0, "video", "material-too-large"},
		"voice as image":    {wav(1), "wav", time.Second, "image", "material-type"},
		"thumb":             {padded(t, "jpeg", 60<<10), "jpeg", 0, "thumb", ""},
		"large thumb":       {padded(t, "jpeg", 70<<10), "jpeg", 0, "thumb", "material-too-large"},
		"png as thumb":      {picture(t, "png"), "png", 0, "thumb", "material-type"},
		"image":             {picture(t, "gif"), "gif", 0, "image", ""},
		"text":              {[]byte("hello"), "", 0, "image", "material-type"},
		"nothing":           {nil, "", 0, "voice", "material-type"},
	} {
		m := InspectMedia(c.data)
		code, _ := m.Problem(c.as)
		if m.Type != c.kind || m.Length.Round(time.Millisecond) != c.length.Round(time.Millisecond) || code != c.problem {
			t.Errorf("%s: %q of %v, problem %q; want %q of %v, %q", name, m.Type, m.Length, code, c.kind, c.length, c.problem)
		}
	}
}

func FuzzInspectMedia(f *testing.F) {
	for _, seed := range [][]byte{wav(1), mp3(3), amr(3), wav(1)[:30], mp3(1)[:14]} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		if m := InspectMedia(data); m.Length < 0 || m.Size != len(data) {
			t.Errorf("%+v", m)
		}
	})
}
