package asset

import (
	"bytes"
	"testing"

	"mpsync/internal/asset/assettest"
	"mpsync/internal/cache"
)

// torn is a JPEG that has its end but lacks most of its compressed data.
func torn() []byte {
	data := assettest.Written("jpeg", assettest.Scene(1200, 300))
	return append(data[:len(data)/3:len(data)/3], 0xff, markerEnd)
}

func TestWhatIsDamagedInsideIsRemembered(t *testing.T) {
	dir := cache.Dir(t.TempDir())
	first, second, other := newMaker(), newMaker(), newMaker()
	first.cache, second.cache, other.cache = dir, dir, dir
	other.Program = "another one"
	data := torn()
	if _, err := Inspect(data); err != nil {
		t.Fatal(err)
	}
	if code := first.Damaged(sum(data)); code != "" {
		t.Errorf("unseen: %q", code)
	}
	if _, code := made(t, first, data, Content); code != CodeBroken {
		t.Errorf("got %q", code)
	}
	second.memory = nil // Decoding would reserve memory.
	if _, code := made(t, second, data, Content); code != CodeBroken || second.Damaged(sum(data)) != CodeBroken {
		t.Errorf("the next run: %q", code)
	}
	if code := other.Damaged(sum(data)); code != "" {
		t.Errorf("another program, which may decode it: %q", code)
	}
}

func TestPNGWithAWrongSumIsDamaged(t *testing.T) {
	data := assettest.Written("png", assettest.Scene(60, 40))
	data[len(data)/2] ^= 1
	if _, err := Inspect(data); err == nil {
		t.Error("a changed bit is not seen")
	}
	note := assettest.Written("png", assettest.Scene(60, 40))
	at := bytes.LastIndex(note, []byte("IEND")) - 4
	note = append(note[:at:at], append([]byte("\x00\x00\x00\x01tEXtx\x00\x00\x00\x00"), note[at:]...)...)
	if _, err := Inspect(note); err != nil {
		t.Errorf("a note that nobody needs: %v", err)
	}
}
