// Package local keeps pages that mpsync serves to the person at this machine.
//
// Its one rule: who asks under another's name, or from another's page, learns and
// changes nothing.
//
// It does not listen and it knows no page.
package local

import (
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"mpsync/internal/diag"
)

// Hosts are the names under which this machine reaches an address of its
// own.
func Hosts(at net.Addr) []string {
	_, port, err := net.SplitHostPort(at.String())
	if err != nil {
		return nil
	}
	hosts := []string{at.String()}
	for _, name := range []string{"127.0.0.1", "localhost", "::1"} {
		hosts = append(hosts, net.JoinHostPort(name, port))
	}
	return hosts
}

// Guard answers only who names one of hosts, so that no name of another's
// choosing leads here, and only pages of this origin: a page from elsewhere that
// happens to be open in the browser reads and triggers nothing.
func Guard(next http.Handler, hosts []string, policy string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", policy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cache-Control", "no-store")
		if !slices.Contains(hosts, strings.ToLower(r.Host)) || foreign(r) {
			http.Error(w, http.StatusText(http.StatusForbidden), http.StatusForbidden)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// foreign says whether a page of another origin made the request. Following a
// link to the page itself is harmless.
func foreign(r *http.Request) bool {
	if origin := r.Header.Get("Origin"); origin != "" {
		u, err := url.Parse(origin)
		return err != nil || u.Scheme != "http" || u.Host != r.Host
	}
	switch r.Header.Get("Sec-Fetch-Site") {
	case "", "same-origin", "none":
		return false
	}
	return r.Method != http.MethodGet || r.Header.Get("Sec-Fetch-Dest") != "document" || !strings.HasSuffix(r.URL.Path, "/")
}

// Lang is the language that was chosen, else the first that the browser wants
// and that there is.
func Lang(given, accepted string, otherwise diag.Lang) diag.Lang {
	if l, ok := diag.ParseLang(given); ok {
		return l
	}
	for tag := range strings.SplitSeq(accepted, ",") {
		if l, ok := diag.ParseLang(strings.TrimSpace(tag)); ok {
			return l
		}
	}
	return otherwise
}
