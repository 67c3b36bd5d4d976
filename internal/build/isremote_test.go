package build

import "testing"

func TestWhatNamesSomethingOutsideTheSite(t *testing.T) {
	for dest, want := range map[string]bool{
		"https://x.cn/a": true, "//x.cn/a": true, "mailto:a@x.cn": true, "http://${HOST}:80/": true, "data:image/png;base64,": true,
		"a.md": false, "../a b.png": false, "C:/a.png": false, "a.md:3": false, "第一章:x.md": false, "": false, "#a": false,
	} {
		if got := isRemote(dest); got != want {
			t.Errorf("isRemote(%q) = %v", dest, got)
		}
	}
}
