package main

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"io"
	"maps"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"

	"github.com/rogpeppe/go-internal/testscript"
	"golang.org/x/image/bmp"
	"golang.org/x/image/tiff"
)

// cmdPicture draws a picture of a photograph's kind. The last part of the kind
// says how it is written; exif-jpeg bears a place and stands on its side,
// torn-jpeg lacks most of its compressed data.
func cmdPicture(ts *testscript.TestScript, neg bool, args []string) {
	want(ts, neg, args, 4, "picture FILE jpeg|exif-jpeg|torn-jpeg|png|gif|bmp|tiff|avif|heic WIDTH HEIGHT")
	w, err := strconv.Atoi(args[2])
	ts.Check(err)
	h, err := strconv.Atoi(args[3])
	ts.Check(err)
	m := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			noise := uint8((x*7919 ^ y*104729) >> 3 & 7)
			m.Set(x, y, color.RGBA{uint8(x*255/w) + noise, uint8(y * 255 / h), uint8((x + y) * 127 / (w + h)), 255})
		}
	}
	var b bytes.Buffer
	switch args[1] {
	case "jpeg", "exif-jpeg":
		err = jpeg.Encode(&b, m, &jpeg.Options{Quality: 98})
	case "torn-jpeg":
		err = jpeg.Encode(&b, m, nil)
		b.Truncate(b.Len() / 3)
		b.WriteString("\xff\xd9")
	case "png":
		err = png.Encode(&b, m)
	case "gif":
		p := image.NewPaletted(m.Rect, color.Palette{color.White, color.Black, color.RGBA{200, 0, 0, 255}})
		for i := range p.Pix {
			p.Pix[i] = uint8(i / 7 % 3)
		}
		err = gif.EncodeAll(&b, &gif.GIF{Image: []*image.Paletted{p, p, p}, Delay: []int{9, 9, 9}})
	case "bmp":
		err = bmp.Encode(&b, m)
	case "tiff":
		err = tiff.Encode(&b, m, nil)
	case "avif", "heic": // nothing here writes them
		var file []byte
		file, err = os.ReadFile(filepath.Join(repository, "internal", "asset", "testdata", "small."+args[1]))
		b.Write(file)
	}
	ts.Check(err)
	data := b.Bytes()
	if args[1] == "exif-jpeg" {
		exif := "Exif\x00\x00MM\x00*\x00\x00\x00\x08\x00\x02\x01\x12\x00\x03\x00\x00\x00\x01\x00\x06\x00\x00" +
			"\x88\x25\x00\x04\x00\x00\x00\x01\x00\x00\x00\x00\x00\x00\x00\x00" + "GPSCANARY"
		data = append([]byte("\xff\xd8\xff\xe1\x00"+string(rune(len(exif)+2))+exif), data[2:]...)
	}
	ts.Check(os.MkdirAll(filepath.Dir(ts.MkAbs(args[0])), 0o750))
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), data, 0o600))
}

// cmdWeb serves a folder on this machine; /to?URL redirects.
func cmdWeb(ts *testscript.TestScript, neg bool, args []string) {
	want(ts, neg, args, 2, "web NAME DIR")
	l, err := net.Listen("tcp", "127.0.0.1:0")
	ts.Check(err)
	mux := http.NewServeMux()
	mux.Handle("/", http.FileServer(http.Dir(ts.MkAbs(args[1]))))
	mux.HandleFunc("/to", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, r.URL.RawQuery, http.StatusFound) })
	s := &http.Server{Handler: mux}
	go func() { _ = s.Serve(l) }()
	ts.Defer(func() { _ = s.Close() })
	ts.Setenv(args[0]+"_URL", "http://"+l.Addr().String())
}

// address is where an account says that a picture is.
var address = regexp.MustCompile(`https?://mmbiz\.qpic\.cn(/mmbiz_[^"?\s]+)`)

// cmdPictures lists the pictures of an account's articles and its covers, as
// its own server gives them: kind, size, whether it moves, and who took it.
func cmdPictures(ts *testscript.TestScript, neg bool, args []string) {
	want(ts, neg, args, 1, "pictures ACCOUNT")
	a := accountOf(ts, args[0])
	all, err := a.all()
	ts.Check(err)
	seen := map[string]bool{}
	for _, h := range all {
		text := h.URL
		for _, item := range h.Content.Items {
			text += " " + item["content"].(string)
		}
		for _, m := range address.FindAllStringSubmatch(text, -1) {
			line, err := a.picture(m[1])
			ts.Check(err)
			seen[h.library+": "+line+"\n"] = true
		}
	}
	for _, line := range slices.Sorted(maps.Keys(seen)) {
		_, err = io.WriteString(ts.Stdout(), line)
		ts.Check(err)
	}
}

// picture describes one picture of an account.
func (a account) picture(path string) (string, error) {
	resp, err := http.Get(a.base + path)
	if err != nil {
		return "", err
	}
	defer func() { _ = resp.Body.Close() }()
	data, err := io.ReadAll(resp.Body)
	if err != nil {
		return "", err
	}
	m, kind, err := image.Decode(bytes.NewReader(data))
	if err != nil {
		return "", err
	}
	line := fmt.Sprintf("%s %dx%d", kind, m.Bounds().Dx(), m.Bounds().Dy())
	if g, err := gif.DecodeAll(bytes.NewReader(data)); err == nil && len(g.Image) > 1 {
		line += " moves"
	}
	if bytes.Contains(data, []byte("GPSCANARY")) {
		line += " tells the place"
	}
	return line, nil
}
