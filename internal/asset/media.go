package asset

import (
	"encoding/binary"
	"slices"
	"time"
)

// The limits of permanent voices, videos and thumbs.
// https://developers.weixin.qq.com/doc/subscription/api/material/permanent/api_addmaterial.html
const (
	voiceLimit   = 2 << 20
	voiceSeconds = 60
	videoLimit   = 10 << 20
	thumbLimit   = 64 << 10
)

// Media is what a file that a site declares as a material is, by its bytes.
type Media struct {
	SHA256 string // of the bytes, in hex
	Type   string // "mp3", "wav", "amr", "wma", "mp4", or that of an image; "" when unknown
	Size   int    // in bytes
	// Length is how long a voice plays; 0 where its bytes don't tell.
	Length time.Duration
}

// sounds recognise voices and videos. A free-standing MP3 begins with a tag or
// with the sync of a frame.
var sounds = []struct {
	name   string
	is     func([]byte) bool
	length func([]byte) time.Duration
}{
	{"wav", at(8, "WAVEfmt "), wavLength},
	{"amr", prefix("#!AMR\n"), amrLength},
	{"wma", prefix("\x30\x26\xb2\x75\x8e\x66\xcf\x11"), nil},
	{"mp4", at(4, "ftypisom", "ftypiso2", "ftypmp41", "ftypmp42", "ftypavc1", "ftypM4V", "ftypdash", "ftypMSNV"), nil},
	{"mp3", isMP3, mp3Length},
}

// InspectMedia tells what a file is.
func InspectMedia(data []byte) Media {
	m := Media{SHA256: sum(data), Size: len(data)}
	for _, s := range sounds {
		if !s.is(data) {
			continue
		}
		if m.Type = s.name; s.length != nil {
			m.Length = s.length(data)
		}
		return m
	}
	if f := sniff(data); f != nil {
		m.Type = f.name
	}
	return m
}

// Ext is the ending of an upload's file name, without a dot.
func (m Media) Ext() string {
	if f := formatOf(m.Type); f != nil {
		return f.exts[0]
	}
	return m.Type
}

// MaterialTypes are the types of permanent material that a file may become, by
// what its bytes are; the first is the one that people mean.
func (m Media) MaterialTypes() []string {
	switch {
	case slices.Contains([]string{"mp3", "wav", "amr", "wma"}, m.Type):
		return []string{"voice"}
	case m.Type == "mp4":
		return []string{"video"}
	case m.Type == "jpeg":
		return []string{"image", "thumb"}
	case slices.Contains([]string{"png", "gif", "bmp"}, m.Type):
		return []string{"image"}
	}
	return nil
}

// Problem says why the API does not take a file as a material of a type, as a
// code of the catalog; "" when it does.
func (m Media) Problem(materialType string) (code string, args []any) {
	if !slices.Contains(m.MaterialTypes(), materialType) {
		return "material-type", []any{materialType, m.Type}
	}
	limit := map[string]int{"image": coverLimit, "voice": voiceLimit, "video": videoLimit, "thumb": thumbLimit}[materialType]
	switch {
	case m.Size > limit:
		return "material-too-large", []any{m.Size >> 10, limit >> 10, materialType}
	case m.Length > voiceSeconds*time.Second:
		return "material-too-long", []any{int(m.Length.Seconds()), voiceSeconds}
	}
	return "", nil
}

// wavLength divides the data chunk by the bytes a second of the format chunk.
func wavLength(data []byte) time.Duration {
	rate := 0
	for i := 12; i+8 <= len(data); {
		size := int(binary.LittleEndian.Uint32(data[i+4:]))
		switch string(data[i : i+4]) {
		case "fmt ":
			if i+20 <= len(data) {
				rate = int(binary.LittleEndian.Uint32(data[i+16:]))
			}
		case "data":
			if rate > 0 {
				return time.Duration(float64(min(size, len(data)-i-8)) / float64(rate) * float64(time.Second))
			}
			return 0
		}
		i += 8 + size + size%2
	}
	return 0
}

// amrLength counts frames, of 20 ms each.
func amrLength(data []byte) time.Duration {
	sizes := [16]int{13, 14, 16, 18, 20, 21, 27, 32, 6, 1, 1, 1, 1, 1, 1, 1}
	frames := 0
	for i := len("#!AMR\n"); i < len(data); i += sizes[data[i]>>3&15] {
		frames++
	}
	return time.Duration(frames) * 20 * time.Millisecond
}

func isMP3(data []byte) bool {
	if prefix("ID3")(data) {
		return true
	}
	_, _, ok := mp3Frame(data)
	return ok
}

// mp3Length adds up all frames, whose bit rates may differ.
func mp3Length(data []byte) time.Duration {
	if len(data) > 10 && string(data[:3]) == "ID3" {
		size := int(data[6]&127)<<21 | int(data[7]&127)<<14 | int(data[8]&127)<<7 | int(data[9]&127)
		data = data[min(10+size, len(data)):]
	}
	total := time.Duration(0)
	for {
		size, length, ok := mp3Frame(data)
		if !ok || size > len(data) {
			return total
		}
		total += length
		data = data[size:]
	}
}

// Bit rates of layer III in kbit/s, of MPEG 1 and of its later versions.
var (
	mpeg1Rates = [16]int{0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320}
	mpeg2Rates = [16]int{0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160}
)

// mp3Frame reads the header of a layer III frame: its size in bytes, and how
// long it plays.
func mp3Frame(data []byte) (size int, length time.Duration, ok bool) {
	if len(data) < 4 || data[0] != 0xff || data[1]&0xe6 != 0xe2 {
		return 0, 0, false
	}
	version, padding := data[1]>>3&3, int(data[2]>>1&1)
	sampling, samples, rates := [4]int{44100, 48000, 32000, 0}[data[2]>>2&3], 1152, mpeg1Rates
	switch version {
	case 0: // MPEG 2.5
		sampling, samples, rates = sampling/4, 576, mpeg2Rates
	case 1:
		return 0, 0, false
	case 2: // MPEG 2
		sampling, samples, rates = sampling/2, 576, mpeg2Rates
	}
	rate := rates[data[2]>>4] * 1000
	if rate == 0 || sampling == 0 {
		return 0, 0, false
	}
	return samples/8*rate/sampling + padding, time.Duration(samples) * time.Second / time.Duration(sampling), true
}
