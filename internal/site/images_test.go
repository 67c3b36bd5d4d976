package site

import (
	"strings"
	"testing"
)

func TestCoverCrop(t *testing.T) {
	for text, want := range map[string]string{
		"center": "center", "smart": "smart", "none": "", "": "",
		"{wide: [0, 0.1, 1, 0.6], square: [0.2, 0, 0.8, 1]}": "0_0.1_1_0.6 0.2_0_0.8_1",
		"{square: [0.2, 0, 0.8, 0.12345678]}":                "- 0.2_0_0.8_0.123457",
		"middle":                                             "error",
		"{wide: [0, 0, 2, 1]}":                               "error",
		"{wide: [1, 0, 0, 1]}":                               "error",
		"{wide: [.nan, 0, 1, 1]}":                            "error",
		"{tall: [0, 0, 1, 1]}":                               "error",
		"[1]":                                                "error",
	} {
		s, found, err := load(t, folder(t, "-- mpsync.yaml --\naccount: {emulator: legacy}\n-- articles/a.md --\n---\ntitle: x\ncover_crop: "+text+"\n---\n"), Options{})
		if err != nil {
			t.Fatal(err)
		}
		if want == "error" {
			if len(found) != 1 || !strings.HasPrefix(found[0], "error cover-crop articles/a.md:3:") {
				t.Errorf("%s: %v", text, found)
			}
			continue
		}
		if found != nil || s.Articles[0].Meta.CoverCrop != want {
			t.Errorf("%s: %q, %v", text, s.Articles[0].Meta.CoverCrop, found)
		}
	}
}

func TestImageSettingsThatChangeNoPageHaveNoKey(t *testing.T) {
	i := defaultImages()
	i.Remote, i.AllowHosts = RemoteKeep, []string{"x"}
	if i.Key() != "" {
		t.Errorf("the key is %q", i.Key())
	}
	i.MaxWidth = 900
	if i.Key() == "" {
		t.Error("a width has no key")
	}
}
