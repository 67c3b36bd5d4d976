package emulator

import (
	"net/url"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/net/html"
)

// attribute applies the rules for attributes of any element.
func (r *rewriter) attribute(a html.Attribute) (_ html.Attribute, keep bool, err error) {
	switch key := a.Key; {
	case strings.ContainsAny(key, "<>\"'`="):
		return a, false, nil
	case r.on("scripts") && (strings.HasPrefix(key, "on") || isScript(a.Val)),
		r.on("ids") && key == "id",
		r.on("classes") && key == "class":
		return a, false, nil
	case key == "style":
		a.Val = r.style(a.Val)
		return a, a.Val != "", nil
	case key == "nodeleaf":
		a.Val = "nodeleaf"
	case key == "data-miniprogram-appid" && r.on("miniprogram") && !appid.MatchString(a.Val):
		return a, false, refuse(45086)
	}
	return a, true, nil
}

var appid = regexp.MustCompile(`^wx[0-9A-Za-z]{6,32}$`)

// isScript recognises javascript: as browsers do, in spite of spaces and controls.
func isScript(value string) bool {
	blank := func(r rune) bool { return r <= ' ' }
	squeezed := strings.Join(strings.FieldsFunc(cut(strings.TrimLeftFunc(value, blank), 64), blank), "")
	return strings.HasPrefix(strings.ToLower(squeezed), "javascript:")
}

// image puts the one address that stays into data-src and drops foreign ones.
func (r *rewriter) image(attrs []html.Attribute) []html.Attribute {
	var kept []html.Attribute
	src := ""
	for _, a := range attrs {
		switch a.Key {
		case "src", "data-src":
			if src == "" && a.Val != "" && (!r.on("images") || isOwnImage(a.Val)) {
				src = a.Val
				kept = append(kept, html.Attribute{Key: a.Key, Val: src})
			}
		case "srcset":
			if !r.on("images") {
				kept = append(kept, a)
			}
		default:
			kept = append(kept, a)
		}
	}
	if r.on("data_src") {
		for i := range kept {
			if kept[i].Key == "src" {
				kept[i].Key = "data-src"
			}
		}
	}
	if r.on("image_size") && isOwnImage(src) {
		return r.resize(kept, src)
	}
	return kept
}

// resize gives an image its 640 pixel address and says how large the picture is.
func (r *rewriter) resize(attrs []html.Attribute, src string) []html.Attribute {
	base, _, _ := strings.Cut(src, "?")
	base = base[:max(strings.LastIndexByte(base, '/'), 0)]
	said := map[string]string{"src": base + "/640?from=appmsg"}
	said["data-src"] = said["src"]
	_, format, _ := strings.Cut(path.Base(path.Dir(base)), "_")
	said["data-type"] = strings.Replace(format, "jpg", "jpeg", 1)
	if w, h := r.pictures(path.Base(base)); w > 0 {
		said["data-ratio"] = strconv.FormatFloat(float64(h)/float64(w), 'f', 6, 64)
		said["data-w"] = strconv.Itoa(w)
	}
	for i, a := range attrs {
		if v, known := said[a.Key]; known {
			attrs[i].Val = v
			delete(said, a.Key)
		}
	}
	for _, key := range []string{"data-type", "data-ratio", "data-w"} {
		if v, left := said[key]; left {
			attrs = append(attrs, html.Attribute{Key: key, Val: v})
		}
	}
	return attrs
}

// style drops the declarations that do not stay; a style without any is left as it is.
func (r *rewriter) style(s string) string {
	all := declarations(s)
	kept := slices.DeleteFunc(slices.Clone(all), func(d string) bool {
		name, value, _ := strings.Cut(d, ":")
		name, value = strings.ToLower(strings.TrimSpace(name)), strings.ToLower(value)
		switch {
		case name == "position":
			return r.on("position")
		case name == "filter":
			return r.on("filter")
		case strings.HasPrefix(name, "background") && r.on("background"):
			return hasForeignURL(value)
		}
		return r.on("scripts") && (strings.Contains(value, "javascript:") || strings.Contains(value, "expression("))
	})
	if len(kept) == len(all) {
		return s
	}
	return strings.TrimSpace(strings.Join(kept, ";"))
}

// declarations splits a style at its semicolons, but not inside quotes or url().
func declarations(s string) []string {
	var out []string
	var quote byte
	start, depth := 0, 0
	for i := range len(s) {
		switch b := s[i]; {
		case quote != 0:
			if b == quote {
				quote = 0
			}
		case b == '"' || b == '\'':
			quote = b
		case b == '(':
			depth++
		case b == ')':
			depth = max(depth-1, 0)
		case b == ';' && depth == 0:
			out = append(out, s[start:i])
			start = i + 1
		}
	}
	return append(out, s[start:])
}

var cssURL = regexp.MustCompile(`url\(\s*["']?([^"')]*)`)

func hasForeignURL(value string) bool {
	for _, m := range cssURL.FindAllStringSubmatch(value, -1) {
		if !isOwnImage(strings.TrimSpace(m[1])) {
			return true
		}
	}
	return false
}

// isOwnImage tells whether an address is one of the platform's picture hosts.
func isOwnImage(src string) bool {
	return isHost(src, imageHost) || isHost(src, "mmbiz.qlogo.cn") || isHost(src, "mmecoa.qpic.cn")
}

// isHost tells whether an address lies on a host, over HTTP or HTTPS.
func isHost(address, host string) bool {
	u, err := url.Parse(strings.TrimSpace(address))
	return err == nil && strings.EqualFold(u.Host, host) &&
		(u.Scheme == "" || u.Scheme == "http" || u.Scheme == "https")
}
