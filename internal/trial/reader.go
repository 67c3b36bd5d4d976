package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strings"

	"mpsync/internal/markdown"
	"mpsync/internal/phone"
	"mpsync/internal/readable"
)

// lookedAt is how many articles are opened in a browser.
const lookedAt = 5

// served is an article as the account lists it.
type served struct {
	Content, URL string
	media        string
	index        int
}

// readers opens the articles with the most code, tables and images on a phone, as
// they were sent and after somebody saved them in the web editor. It changes the
// account, so it comes last.
func (t *trial) readers(ctx context.Context, files map[string]string) error {
	p, stop, err := phone.Start(ctx)
	if err != nil {
		return err
	}
	defer stop()
	all, err := t.served(ctx)
	if err != nil {
		return err
	}
	rich := func(s served) int {
		return strings.Count(s.Content, "<pre") + strings.Count(s.Content, "<table") + strings.Count(s.Content, "<img")
	}
	slices.SortStableFunc(all, func(a, b served) int { return rich(b) - rich(a) })
	all = all[:min(lookedAt, len(all))]
	code, tables, images := 0, 0, 0
	for _, saved := range []bool{false, true} {
		for _, s := range all {
			seen, err := t.look(ctx, p, s, files[squeeze(readable.Read(s.Content).Text)], saved)
			if err != nil {
				return err
			}
			code, tables, images = code+len(seen.Code), tables+len(seen.Tables), images+len(seen.Images)
		}
	}
	fmt.Printf("on a phone: %d articles, sent and saved in the web editor: text, %d images, %d tables that scroll, %d blocks of code line by line\n",
		len(all), images/2, tables/2, code/2)
	return nil
}

// look opens an article, which someone may have saved in the web editor.
func (t *trial) look(ctx context.Context, p *phone.Phone, s served, file string, saved bool) (phone.Seen, error) {
	if saved {
		body := fmt.Sprintf(`{"action":"save","media_id":%q,"index":%d}`, s.media, s.index)
		var none struct{}
		if err := t.ask(ctx, http.MethodPost, "/_emulator/console", body, &none); err != nil {
			return phone.Seen{}, err
		}
	}
	data, err := os.ReadFile(file) //nolint:gosec // a file of the copy
	if err != nil {
		return phone.Seen{}, err
	}
	_, sent, err := t.mpsync(ctx, []int{0, 1}, "render", file)
	if err != nil {
		return phone.Seen{}, err
	}
	u, err := url.Parse(s.URL)
	if err != nil {
		return phone.Seen{}, err
	}
	seen, err := p.Open(t.base + u.RequestURI())
	if err != nil {
		return seen, err
	}
	_, body := markdown.Split(strings.ReplaceAll(string(data), "\r\n", "\n"))
	if found := seen.Differs(sent, []byte(body)); found != nil {
		return seen, errors.New(file + ": a reader sees something else (saved: " + fmt.Sprint(saved) + "): " + strings.Join(found, "\n"))
	}
	return seen, nil
}

// served lists the articles of the account with the addresses of their pages.
func (t *trial) served(ctx context.Context) ([]served, error) {
	token, err := t.token(ctx)
	if err != nil {
		return nil, err
	}
	var all []served
	for offset := 0; ; offset += 20 {
		var page struct {
			TotalCount int `json:"total_count"`
			Item       []struct {
				MediaID string `json:"media_id"`
				Content struct {
					NewsItem []served `json:"news_item"`
				}
			}
		}
		body := fmt.Sprintf(`{"type":"news","offset":%d,"count":20}`, offset)
		if err := t.ask(ctx, http.MethodPost, "/cgi-bin/material/batchget_material?access_token="+token, body, &page); err != nil {
			return nil, err
		}
		for _, item := range page.Item {
			for i, a := range item.Content.NewsItem {
				a.media, a.index = item.MediaID, i
				all = append(all, a)
			}
		}
		if offset+20 >= page.TotalCount {
			return all, nil
		}
	}
}
