package emulator

import (
	"encoding/binary"
	"time"
)

// playtime is how long a voice plays, as far as its bytes tell; 0 where they don't.
// It reads no more than headers, and takes the first frame of an MP3 for all.
func playtime(format string, data []byte) time.Duration {
	switch format {
	case "wav":
		return wavTime(data)
	case "amr":
		return amrTime(data)
	case "mp3":
		return mp3Time(data)
	}
	return 0
}

// wavTime divides what follows the usual header by its bytes a second.
func wavTime(data []byte) time.Duration {
	const header = 44
	if len(data) < header {
		return 0
	}
	return timeOf(len(data)-header, int(binary.LittleEndian.Uint32(data[28:])))
}

// amrTime counts frames of 20 ms; the mode in a frame's first byte gives its size.
func amrTime(data []byte) (d time.Duration) {
	sizes := [16]int{13, 14, 16, 18, 20, 21, 27, 32, 6, 1, 1, 1, 1, 1, 1, 1}
	for i := len("#!AMR\n"); i < len(data); i += sizes[data[i]>>3&0xf] {
		d += 20 * time.Millisecond
	}
	return d
}

// mp3Time skips an ID3 tag and divides the rest by the bit rate of the first frame,
// which it knows for MPEG 1 and 2, layer III.
func mp3Time(data []byte) time.Duration {
	if len(data) > 10 && string(data[:3]) == "ID3" {
		tag := 10 + int(data[6])<<21 + int(data[7])<<14 + int(data[8])<<7 + int(data[9])
		data = data[min(tag, len(data)):]
	}
	if len(data) < 4 || data[0] != 0xff || data[1]&0xe6 != 0xe2 {
		return 0
	}
	rates := [16]int{0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160}
	if data[1]&0x18 == 0x18 {
		rates = [16]int{0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320}
	}
	return timeOf(len(data), rates[data[2]>>4]*1000/8)
}

func timeOf(bytes, bytesASecond int) time.Duration {
	if bytesASecond <= 0 {
		return 0
	}
	return time.Duration(float64(bytes) / float64(bytesASecond) * float64(time.Second))
}
