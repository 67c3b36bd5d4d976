package emulator

import (
	"encoding/base64"
	"strconv"
)

// Lives of tokens, in seconds.
const (
	tokenLife    = 7200
	tokenOverlap = 300 // old and new both work
)

// randomID is n random bytes in the alphabet of URLs.
func (e *Emulator) randomID(n int) string {
	return base64.RawURLEncoding.EncodeToString(e.random(n))
}

type tokenReply struct {
	AccessToken string `json:"access_token"`
	ExpiresIn   int64  `json:"expires_in"`
}

// token gives out an ordinary token; the one before works for five minutes more.
func (c *call) token() (any, error) {
	q := c.query
	if q.Get("grant_type") != "client_credential" {
		return nil, refuse(40002)
	}
	if err := c.checkAppid(q.Get("appid"), q.Get("secret"), 40001); err != nil {
		return nil, err
	}
	now := c.now.Unix()
	other := "plain"
	if c.set.text("token_kinds") == "together" {
		other = "stable"
	}
	if err := c.exec("UPDATE token SET superseded = 1, ends = min(ends, ?) WHERE kind IN ('plain', ?) AND superseded = 0", now+tokenOverlap, other); err != nil {
		return nil, err
	}
	return c.newToken("plain", q.Get("appid"), tokenLife)
}

// checkAppid checks the credentials of the account.
func (c *call) checkAppid(appid, secret string, wrongSecret int) error {
	switch want := c.config; {
	case appid == "":
		return refuse(41002)
	case secret == "":
		return refuse(41004)
	case want.AppID != "" && appid != want.AppID:
		return refuse(40013)
	case want.Secret != "" && secret != want.Secret:
		return refuse(wrongSecret)
	}
	return c.checkAddress(40164)
}

// newToken makes a token that lives for so many seconds.
func (c *call) newToken(kind, appid string, life int64) (tokenReply, error) {
	t := tokenReply{c.randomID(96), life}
	now := c.now.Unix()
	return t, c.exec("INSERT INTO token (token, kind, appid, issued, ends) VALUES (?, ?, ?, ?, ?)", t.AccessToken, kind, appid, now, now+life)
}

// stableToken gives everyone the same token until its last five minutes, or until
// force_refresh, which kills it at once, 20 times a day and 30 seconds apart.
func (c *call) stableToken() (any, error) {
	var in struct {
		GrantType string `json:"grant_type"`
		AppID     string `json:"appid"`
		Secret    string `json:"secret"`
		Force     bool   `json:"force_refresh"`
	}
	if err := c.readJSON(&in); err != nil {
		return nil, err
	}
	if in.GrantType != "client_credential" {
		return nil, refuse(40002)
	}
	if err := c.checkAppid(in.AppID, in.Secret, 40125); err != nil {
		return nil, err
	}
	now := c.now.Unix()
	var last tokenReply
	var issued, ends int64
	found, err := c.get([]any{&last.AccessToken, &issued, &ends},
		"SELECT token, issued, ends FROM token WHERE kind = 'stable' AND superseded = 0 ORDER BY issued DESC LIMIT 1")
	if err != nil {
		return nil, err
	}
	last.ExpiresIn = ends - now
	switch {
	case found && in.Force && now-issued >= 30:
		if err := c.countForced(); err != nil {
			return nil, err
		}
		if err := c.exec("UPDATE token SET superseded = 1, ends = ? WHERE kind = 'stable' AND ends > ?1", now); err != nil {
			return nil, err
		}
	case found && last.ExpiresIn > tokenOverlap:
		return last, nil
	}
	return c.newToken("stable", in.AppID, tokenLife)
}

// countForced counts the forced refreshes of the day.
func (c *call) countForced() error {
	used, err := c.countUse("/cgi-bin/stable_token", "forced", day)
	if err != nil {
		return err
	}
	if used > 20 {
		return refuse(45009)
	}
	return nil
}

// countUse counts one more use of something in the running span of so many seconds
// and returns how many there were, this one included. Days begin at midnight in China.
func (c *call) countUse(path, span string, seconds int64) (used int64, err error) {
	_, err = c.get([]any{&used}, `INSERT INTO quota (path, span, start, used) VALUES (?1, ?2, ?3, 1)
		ON CONFLICT (path, span) DO UPDATE SET used = CASE start WHEN ?3 THEN used + 1 ELSE 1 END, start = ?3 RETURNING used`,
		path, span, c.spanStart(seconds))
	return used, err
}

// spanStart names the running span of so many seconds.
func (c *call) spanStart(seconds int64) int64 {
	const china = 8 * 3600
	at := c.now.Unix() + china
	return at - at%seconds
}

// checkToken finds the token of a call and tells what is wrong with it.
func (c *call) checkToken(want need) error {
	token := c.query.Get("access_token")
	missing := 41001
	if want == component {
		token = firstOf(c.query.Get("component_access_token"), token)
		missing = 41021
	}
	if token == "" {
		return refuse(missing)
	}
	var kind string
	var ends int64
	var superseded bool
	found, err := c.get([]any{&kind, &ends, &superseded}, "SELECT kind, ends, superseded FROM token WHERE token = ?", token)
	switch {
	case err != nil:
		return err
	case !found || kind == refreshKind || kind == codeKind || kind == ticketKind:
		code, _ := strconv.Atoi(c.set.text("bad_token_code")) // the table of settings allows only codes
		return refuse(code)
	case want == component && kind != componentKind:
		return refuse(61014)
	case want == account && kind == componentKind:
		return refuse(61015)
	case c.now.Unix() < ends:
		return nil
	case superseded:
		return refuse(40001)
	case kind == componentKind:
		return refuse(42006)
	}
	return refuse(42001)
}
