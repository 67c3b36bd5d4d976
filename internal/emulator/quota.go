package emulator

import (
	"fmt"
	"net"
	"net/netip"
	"regexp"
	"strings"
	"time"
)

const (
	day   = 86400
	month = 30 * day // clear_quota counts months of this length
)

// countCall counts a call where quotas hold and refuses one too many.
func (c *call) countCall(path string, rt route) error {
	if !c.set.on("quotas") {
		return nil
	}
	for _, q := range []struct {
		span    string
		seconds int64
		limit   int
		code    int
	}{
		{"day", day, c.limit("daily_limit", rt.daily), 45009},
		{"minute", 60, c.limit("minute_limit", rt.minute), 45011},
	} {
		if q.limit == 0 {
			continue
		}
		used, err := c.countUse(path, q.span, q.seconds)
		if err != nil {
			return err
		}
		if used > int64(q.limit) {
			return refuse(q.code)
		}
	}
	return nil
}

// limit is a documented number unless a setting gives another for every API.
func (c *call) limit(setting string, documented int) int {
	if n := c.set.int(setting); n > 0 {
		return n
	}
	return documented
}

// clearQuota sets the day's counts to nothing, ten times a month.
func (c *call) clearQuota() (any, error) {
	var in struct {
		AppID string `json:"appid"`
	}
	if err := c.readJSON(&in); err != nil {
		return nil, err
	}
	if in.AppID == "" || c.config.AppID != "" && in.AppID != c.config.AppID {
		return nil, refuse(40013)
	}
	return c.clearCounts()
}

// clearQuotaBySecret is clearQuota for those whose token quota is used up.
func (c *call) clearQuotaBySecret() (any, error) {
	var in struct {
		AppID  string `json:"appid"`
		Secret string `json:"appsecret"`
	}
	if err := c.readJSON(&in); err != nil {
		return nil, err
	}
	if err := c.checkAppid(in.AppID, in.Secret, 40125); err != nil {
		return nil, err
	}
	return c.clearCounts()
}

func (c *call) clearCounts() (any, error) {
	used, err := c.countUse("/cgi-bin/clear_quota", "month", month)
	switch {
	case err != nil:
		return nil, err
	case used > 10:
		return nil, refuse(48006)
	}
	return ok, c.exec("DELETE FROM quota WHERE span IN ('day', 'minute')")
}

type quotaReply struct {
	done
	Quota struct {
		Limit  int `json:"daily_limit"`
		Used   int `json:"used"`
		Remain int `json:"remain"`
	} `json:"quota"`
}

// getQuota tells how much of an API's day is used. Uses are counted while quotas hold.
func (c *call) getQuota() (any, error) {
	var in struct {
		Path string `json:"cgi_path"`
	}
	if err := c.readJSON(&in); err != nil {
		return nil, err
	}
	rt, known := c.routes[in.Path]
	if !known {
		return nil, refuse(76021)
	}
	out := quotaReply{done: ok}
	q := &out.Quota
	q.Limit = c.limit("daily_limit", rt.daily)
	_, err := c.get([]any{&q.Used}, "SELECT used FROM quota WHERE path = ? AND span = 'day' AND start = ?", in.Path, c.spanStart(day))
	q.Used = min(q.Used, q.Limit)
	q.Remain = q.Limit - q.Used
	return out, err
}

var ridShape = regexp.MustCompile(`^[0-9a-f]{8}-[0-9a-f]{8}-[0-9a-f]{8}$`)

// getRID looks a call up in the request log by the rid of its errmsg, for seven days.
func (c *call) getRID() (any, error) {
	var in struct {
		RID string `json:"rid"`
	}
	if err := c.readJSON(&in); err != nil {
		return nil, err
	}
	if !ridShape.MatchString(in.RID) {
		return nil, refuse(76002)
	}
	var ms, code int64
	var path, query string
	found, err := c.get([]any{&ms, &path, &query, &code}, "SELECT time, path, query, errcode FROM request WHERE rid = ?", in.RID)
	switch {
	case err != nil:
		return nil, err
	case !found:
		return nil, refuse(76001)
	case c.now.Sub(time.UnixMilli(ms)) > 7*24*time.Hour:
		return nil, refuse(76004)
	}
	return map[string]any{"errcode": 0, "errmsg": "ok", "request": map[string]any{
		"invoke_time": ms / 1000, "cost_in_ms": 0, "request_url": strings.TrimSuffix(path+"?"+query, "?"), "request_body": "",
		"response_body": fmt.Sprintf(`{"errcode":%d}`, code), "client_ip": "127.0.0.1",
	}}, nil
}

// apiAddresses answers what no test depends on: fixed addresses from the ranges
// kept for documents.
func (c *call) apiAddresses() (any, error) {
	return map[string]any{"ip_list": []string{"192.0.2.1", "192.0.2.2", "198.51.100.0/24"}}, nil
}

// checkCallback answers a fixed success.
func (c *call) checkCallback() (any, error) {
	return map[string]any{
		"dns":  []any{map[string]string{"ip": "192.0.2.1", "real_operator": "UNICOM"}},
		"ping": []any{map[string]string{"ip": "192.0.2.1", "from_operator": "UNICOM", "package_loss": "0%", "time": "1.000ms"}},
	}, nil
}

// checkAddress refuses addresses that are not on the whitelist, where there is one.
func (c *call) checkAddress(code int) error {
	list := c.set.text("ip_whitelist")
	ip := c.clientIP()
	if list == "" || listed(list, ip) {
		return nil
	}
	if code != 40164 {
		return refuse(code)
	}
	return apiError{code: code, msg: fmt.Sprintf("invalid ip %s ipv6 ::ffff:%s, not in whitelist", ip, ip)}
}

// clientIP is the address that the whitelist looks at.
func (c *call) clientIP() string {
	host, _, err := net.SplitHostPort(c.request.RemoteAddr)
	if err != nil {
		return "127.0.0.1" // called in process
	}
	return host
}

// listed tells whether a whitelist of addresses and ranges names an address.
func listed(list, ip string) bool {
	addr, err := netip.ParseAddr(ip)
	if err != nil {
		return false
	}
	addr = addr.Unmap()
	for entry := range strings.SplitSeq(list, ",") {
		entry = strings.TrimSpace(entry)
		if one, err := netip.ParseAddr(entry); err == nil && one.Unmap() == addr {
			return true
		}
		if many, err := netip.ParsePrefix(entry); err == nil && many.Contains(addr) {
			return true
		}
	}
	return false
}
