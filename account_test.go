package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"mime/multipart"
	"net/http"
	"slices"
	"strings"
)

// account is another client of an account: it asks and edits through the plain
// API, as the console does, so that scripts need not believe mpsync.
type account struct{ base, appID, secret string }

// do makes one call with a JSON body and decodes the answer.
func (a account) do(method, path string, in, out any) error {
	var body bytes.Buffer
	e := json.NewEncoder(&body)
	e.SetEscapeHTML(false) // the API refuses \u003c
	if err := e.Encode(in); err != nil {
		return err
	}
	req, err := http.NewRequest(method, a.base+path, &body)
	if err != nil {
		return err
	}
	req.Header.Set("Content-Type", "application/json")
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	defer func() { _ = resp.Body.Close() }()
	var raw json.RawMessage
	if err := json.NewDecoder(resp.Body).Decode(&raw); err != nil {
		return fmt.Errorf("%s %s: %w", method, path, err)
	}
	var refused struct {
		Errcode int    `json:"errcode"`
		Error   string `json:"error"`
	}
	_ = json.Unmarshal(raw, &refused) // an array holds neither
	if refused.Errcode != 0 || refused.Error != "" {
		return fmt.Errorf("%s %s: %s", method, req.URL.Path, raw)
	}
	if out == nil {
		return nil
	}
	return json.Unmarshal(raw, out)
}

// call makes an API call with a token.
func (a account) call(api string, in, out any) error {
	token, err := a.token()
	if err != nil {
		return err
	}
	return a.do(http.MethodPost, "/cgi-bin/"+api+"?access_token="+token, in, out)
}

func (a account) token() (string, error) {
	var token struct {
		Value string `json:"access_token"`
	}
	ask := map[string]any{"grant_type": "client_credential", "appid": a.appID, "secret": a.secret}
	err := a.do(http.MethodPost, "/cgi-bin/stable_token", ask, &token)
	return token.Value, err
}

// upload makes an API call with a file.
func (a account) upload(api, name string, data []byte, out any) error {
	token, err := a.token()
	if err != nil {
		return err
	}
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	part, err := form.CreateFormFile("media", name)
	if err != nil {
		return err
	}
	_, _ = part.Write(data) // into memory
	_ = form.Close()
	resp, err := http.Post(a.base+"/cgi-bin/"+api+"&access_token="+token, form.FormDataContentType(), &body)
	if err != nil {
		return err
	}
	defer func() { _ = resp.Body.Close() }()
	return json.NewDecoder(resp.Body).Decode(out)
}

// logged is one line of the request log.
type logged struct {
	ID      int64
	Path    string
	Errcode int
}

// writes says whether a request could have changed what the account holds.
func (l logged) writes() bool {
	for _, verb := range []string{"/add", "/update", "/del", "/uploadimg", "/delete", "/submit"} {
		if strings.Contains(l.Path, verb) && l.Errcode == 0 {
			return true
		}
	}
	return false
}

// asksWhetherOpen says whether a request is the one that finds out which library
// an account has: it creates nothing.
func (l logged) asksWhetherOpen() bool {
	return strings.HasSuffix(l.Path, "/add_news") && (l.Errcode == 44003 || l.Errcode == 45106)
}

func (a account) requests() (log []logged, err error) {
	return log, a.do(http.MethodGet, "/_emulator/requests", nil, &log)
}

// held is a message or a file of the account.
type held struct {
	library string // draft, news, image, voice or video
	MediaID string `json:"media_id"`
	Name    string `json:"name"`
	URL     string `json:"url"`
	Content struct {
		Items []map[string]any `json:"news_item"`
	} `json:"content"`
}

// all lists drafts, permanent messages and permanent files.
func (a account) all() ([]held, error) {
	var out []held
	for _, l := range []struct{ name, api, kind string }{
		{"draft", "draft/batchget", ""},
		{"news", "material/batchget_material", "news"},
		{"image", "material/batchget_material", "image"},
		{"voice", "material/batchget_material", "voice"},
		{"video", "material/batchget_material", "video"},
	} {
		for offset := 0; ; offset += 20 {
			var page struct {
				Total int    `json:"total_count"`
				Items []held `json:"item"`
			}
			if err := a.call(l.api, map[string]any{"type": l.kind, "offset": offset, "count": 20}, &page); err != nil {
				return nil, err
			}
			for _, h := range page.Items {
				h.library = l.name
				out = append(out, h)
			}
			if offset+20 >= page.Total {
				break
			}
		}
	}
	return out, nil
}

// titles tells what an account holds, a line each, sorted.
func (a account) titles() ([]string, error) {
	all, err := a.all()
	var lines []string
	files := map[string]int{}
	for _, h := range all {
		if len(h.Content.Items) == 0 {
			files[h.library]++
			continue
		}
		var titles []string
		for _, item := range h.Content.Items {
			titles = append(titles, fmt.Sprint(item["title"]))
		}
		lines = append(lines, h.library+": "+strings.Join(titles, " / ")+"\n")
	}
	slices.Sort(lines)
	lines = append(lines, fmt.Sprintf("images: %d\n", files["image"]))
	for _, kind := range []string{"voice", "video"} {
		if files[kind] > 0 {
			lines = append(lines, fmt.Sprintf("%ss: %d\n", kind, files[kind]))
		}
	}
	return lines, err
}

// find is the message and the index of the article with a title.
func (a account) find(title string) (held, int, error) {
	all, err := a.all()
	for _, h := range all {
		for i, item := range h.Content.Items {
			if item["title"] == title {
				return h, i, nil
			}
		}
	}
	return held{}, 0, errors.Join(err, fmt.Errorf("the account holds no %q", title))
}

// rewrite changes the text of one article, a minute later: times of update are
// told in seconds.
func (a account) rewrite(title, old, now string) error {
	return a.edit(title, func(item map[string]any) error {
		content := fmt.Sprint(item["content"])
		if !strings.Contains(content, old) {
			return fmt.Errorf("%q does not hold %q", title, old)
		}
		item["content"] = strings.ReplaceAll(content, old, now)
		return nil
	})
}

// retitle changes the title of an article.
func (a account) retitle(title, now string) error {
	return a.edit(title, func(item map[string]any) error {
		item["title"] = now
		return nil
	})
}

// edit changes an article a minute later, as a person in the console would.
func (a account) edit(title string, change func(item map[string]any) error) error {
	if err := a.do(http.MethodPost, "/_emulator/clock", map[string]any{"advance_s": 60}, nil); err != nil {
		return err
	}
	h, i, err := a.find(title)
	if err != nil {
		return err
	}
	item := h.Content.Items[i]
	if err := change(item); err != nil {
		return err
	}
	delete(item, "url")
	delete(item, "thumb_url")
	api := map[string]string{"draft": "draft/update", "news": "material/update_news"}[h.library]
	return a.call(api, map[string]any{"media_id": h.MediaID, "index": i, "articles": item}, nil)
}

// remove deletes the message that holds an article.
func (a account) remove(title string) error {
	h, _, err := a.find(title)
	if err != nil {
		return err
	}
	api := map[string]string{"draft": "draft/delete", "news": "material/del_material"}[h.library]
	return a.call(api, map[string]any{"media_id": h.MediaID}, nil)
}
