package cli

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"path"
	"strings"
	"time"

	"mpsync/internal/asset"
)

// fetcher downloads the pictures of an account. base is the address of the API,
// "" for the usual one.
type fetcher struct {
	http *http.Client
	base string
}

// The limits of a download. A cover may have 10 MB, and nothing is larger.
const (
	fetchLimit   = 10 << 20
	fetchTimeout = 30 * time.Second
)

// pictureHosts are where accounts keep pictures. A page may name any host, and
// mpsync asks no other.
var pictureHosts = []string{"mmbiz.qpic.cn", "mmbiz.qlogo.cn", "mmecoa.qpic.cn"}

// picture downloads an image in its full size. The built-in account, and a base
// that stands in for the API, serve the same path on their own address.
func (f fetcher) picture(ctx context.Context, address string) ([]byte, asset.Image, error) {
	original, err := fullSize(address)
	if err != nil {
		return nil, asset.Image{}, err
	}
	var tries []string
	if base, err := url.Parse(f.base); f.base != "" && err == nil {
		local := *original
		local.Scheme, local.Host, local.Path = base.Scheme, base.Host, strings.TrimRight(base.Path, "/")+original.Path
		tries = append(tries, local.String())
		if isLoopback(base.Hostname()) {
			return f.first(ctx, tries)
		}
	}
	return f.first(ctx, append(tries, original.String()))
}

// fullSize is the address of a picture as it was uploaded, over HTTPS.
func fullSize(address string) (*url.URL, error) {
	u, err := url.Parse(strings.TrimSpace(address))
	if err != nil || !known(u.Host) || len(strings.Split(u.Path, "/")) < 3 {
		return nil, fmt.Errorf("%q is no picture of the account", short(address))
	}
	format := u.Query().Get("wx_fmt")
	u.Scheme, u.Fragment, u.RawQuery = "https", "", ""
	if format != "" {
		u.RawQuery = url.Values{"wx_fmt": {format}}.Encode()
	}
	u.Path = path.Dir(u.Path) + "/0"
	return u, nil
}

func known(host string) bool {
	for _, h := range pictureHosts {
		if strings.EqualFold(h, host) {
			return true
		}
	}
	return false
}

// short is an address without query, for messages.
func short(address string) string {
	address, _, _ = strings.Cut(address, "?")
	return address
}

// first gives the first address that answers with an image.
func (f fetcher) first(ctx context.Context, tries []string) (data []byte, im asset.Image, err error) {
	for _, address := range tries {
		if data, im, err = f.get(ctx, address); err == nil {
			return data, im, nil
		}
	}
	return nil, im, err
}

// get downloads one address. It sends no Referer, without which the pictures'
// servers answer everybody, and follows no redirect to elsewhere.
func (f fetcher) get(ctx context.Context, address string) ([]byte, asset.Image, error) {
	ctx, cancel := context.WithTimeout(ctx, fetchTimeout)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return nil, asset.Image{}, fmt.Errorf("download %s: %w", short(address), err)
	}
	client := *f.http
	client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	resp, err := client.Do(req)
	if err != nil {
		return nil, asset.Image{}, fmt.Errorf("download %s: no answer", short(address))
	}
	defer func() { _ = resp.Body.Close() }()
	data, err := io.ReadAll(io.LimitReader(resp.Body, fetchLimit+1))
	switch {
	case err != nil:
		return nil, asset.Image{}, fmt.Errorf("download %s: the answer broke off", short(address))
	case resp.StatusCode != http.StatusOK:
		return nil, asset.Image{}, fmt.Errorf("download %s: HTTP status %d", short(address), resp.StatusCode)
	case len(data) > fetchLimit:
		return nil, asset.Image{}, fmt.Errorf("download %s: larger than 10 MB", short(address))
	}
	im, err := asset.Inspect(data)
	if err != nil || im.Type == "" {
		return nil, asset.Image{}, fmt.Errorf("download %s: it is no image", short(address))
	}
	return data, im, nil
}
