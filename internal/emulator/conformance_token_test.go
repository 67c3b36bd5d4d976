package emulator

import (
	"net/http"
	"strings"
)

// adminPost calls the admin API and fails the test unless it works.
func (a *server) adminPost(path string, body any) reply {
	a.t.Helper()
	r := a.post("/_emulator/"+path, body)
	if r.status != http.StatusOK {
		a.t.Fatalf("POST %s: %d %s", path, r.status, r.raw)
	}
	return r
}

func (a *server) advance(seconds int) {
	a.t.Helper()
	a.adminPost("clock", map[string]any{"advance_s": seconds})
}

func gettingToken(query string) func(*server) reply {
	return func(a *server) reply { return a.get("/cgi-bin/token?" + query) }
}

// using lists drafts with a token.
func (a *server) using(token string) reply {
	a.t.Helper()
	return a.get("/cgi-bin/draft/count?access_token=" + token)
}

func (a *server) stable(force bool) reply {
	a.t.Helper()
	return a.post("/cgi-bin/stable_token", map[string]any{"grant_type": "client_credential", "appid": "wx1", "secret": "s", "force_refresh": force})
}

var tokenRules = []conformance{
	{"grant_type missing", pageToken, Config{}, gettingToken("appid=a&secret=b"), 40002},
	{"appid missing", pageToken, Config{}, gettingToken("grant_type=client_credential&secret=b"), 41002},
	{"secret missing", pageToken, Config{}, gettingToken("grant_type=client_credential&appid=a"), 41004},
	{"another appid", pageToken, Config{AppID: "wx1", Secret: "s"}, gettingToken("grant_type=client_credential&appid=wx2&secret=s"), 40013},
	{"another secret", pageToken, Config{AppID: "wx1", Secret: "s"}, gettingToken("grant_type=client_credential&appid=wx1&secret=x"), 40001},
	{"another secret for a stable token", pageStable, Config{AppID: "wx1", Secret: "s"}, posting("/cgi-bin/stable_token", `{"grant_type":"client_credential","appid":"wx1","secret":"x"}`), 40125},
	{"stable token by GET", pageStable, Config{}, func(a *server) reply { return a.get("/cgi-bin/stable_token") }, 43002},
	{"stable token without body", pageStable, Config{}, posting("/cgi-bin/stable_token", ""), 44002},
	{"address not on the whitelist", pageToken, Config{}, func(a *server) reply {
		a.adminPost("settings", map[string]any{"ip_whitelist": "192.0.2.1, 198.51.100.0/24"})
		return gettingToken("grant_type=client_credential&appid=wx1&secret=s")(a)
	}, 40164},
	{"address on the whitelist", pageToken, with("ip_whitelist", "192.0.2.1,127.0.0.0/8"), func(a *server) reply { return a.stable(false) }, 0},
	{"old token within five minutes", pageToken, Config{}, func(a *server) reply {
		old := a.newToken()
		a.newToken()
		a.advance(290)
		return a.using(old)
	}, 0},
	{"old token after five minutes", pageToken, Config{}, func(a *server) reply {
		old := a.newToken()
		a.newToken()
		a.advance(310)
		return a.using(old)
	}, 40001},
	{"token after two hours", pageToken, Config{}, func(a *server) reply {
		token := a.newToken()
		a.advance(7201)
		return a.using(token)
	}, 42001},
	{"stable token leaves the ordinary one alone", pageStable, Config{}, func(a *server) reply {
		token := a.newToken()
		a.stable(false)
		a.advance(600)
		return a.using(token)
	}, 0},
	{"ordinary token takes the stable one's place where they are together", observed, with("token_kinds", "together"), func(a *server) reply {
		stable := a.stable(false).text("access_token")
		a.newToken()
		a.advance(310)
		return a.using(stable)
	}, 40001},
	{"stable token stays the same", pageStable, Config{}, func(a *server) reply {
		first := a.stable(false).text("access_token")
		a.advance(3600)
		r := a.stable(false)
		if r.text("access_token") != first || r.number("expires_in") > 3600 {
			a.t.Errorf("another token, or not the remaining time: %s", r.raw)
		}
		return r
	}, 0},
	{"stable token is renewed in its last five minutes", pageStable, Config{}, func(a *server) reply {
		first := a.stable(false).text("access_token")
		a.advance(6905)
		if r := a.stable(false); r.text("access_token") == first {
			a.t.Errorf("the same token: %s", r.raw)
		}
		return a.using(first)
	}, 0},
	{"forced refresh kills the old token at once", pageStable, Config{}, func(a *server) reply {
		first := a.stable(false).text("access_token")
		a.advance(31)
		a.stable(true)
		return a.using(first)
	}, 40001},
	{"forced refresh within 30 seconds is none", pageStable, Config{}, func(a *server) reply {
		first := a.stable(false).text("access_token")
		if second := a.stable(true).text("access_token"); second != first {
			a.t.Error("another token")
		}
		return a.using(first)
	}, 0},
	{"forced refresh 21 times a day", pageStable, Config{}, func(a *server) reply {
		a.stable(false)
		var r reply
		for range 21 {
			a.advance(31)
			r = a.stable(true)
		}
		return r
	}, 45009},
}

// platform gets a platform its token and the tokens of an account.
func (a *server) platform() (componentToken string, auth map[string]any) {
	a.t.Helper()
	grant := a.adminPost("component", "")
	componentToken = a.post("/cgi-bin/component/api_component_token", map[string]any{
		"component_appid": "wxc", "component_appsecret": "s", "component_verify_ticket": grant.text("component_verify_ticket"),
	}).text("component_access_token")
	r := a.post("/cgi-bin/component/api_query_auth?component_access_token="+componentToken, map[string]any{
		"component_appid": "wxc", "authorization_code": grant.text("authorization_code"),
	})
	return componentToken, r.at("authorization_info").(map[string]any)
}

var platformRules = []conformance{
	{"account's token from the platform", pagePlatform, Config{}, func(a *server) reply {
		_, auth := a.platform()
		return a.using(auth["authorizer_access_token"].(string))
	}, 0},
	{"refresh", pagePlatform, Config{}, func(a *server) reply {
		token, auth := a.platform()
		r := a.post("/cgi-bin/component/api_authorizer_token?component_access_token="+token, map[string]any{
			"component_appid": "wxc", "authorizer_appid": auth["authorizer_appid"], "authorizer_refresh_token": auth["authorizer_refresh_token"],
		})
		if r.text("authorizer_refresh_token") != auth["authorizer_refresh_token"] {
			a.t.Errorf("the refresh token changed: %s", r.raw)
		}
		return a.using(r.text("authorizer_access_token"))
	}, 0},
	{"refresh with a bad token", pagePlatform, Config{}, func(a *server) reply {
		token, _ := a.platform()
		return a.post("/cgi-bin/component/api_authorizer_token?component_access_token="+token, map[string]any{"component_appid": "wxc", "authorizer_refresh_token": "x"})
	}, 61023},
	{"refresh for another account", pagePlatform, Config{}, func(a *server) reply {
		token, auth := a.platform()
		return a.post("/cgi-bin/component/api_authorizer_token?component_access_token="+token, map[string]any{
			"component_appid": "wxc", "authorizer_appid": "wx0", "authorizer_refresh_token": auth["authorizer_refresh_token"],
		})
	}, 61003},
	{"bad ticket", pagePlatform, Config{}, posting("/cgi-bin/component/api_component_token", `{"component_appid":"a","component_appsecret":"b","component_verify_ticket":"x"}`), 61006},
	{"platform without appid", pageCodes, Config{}, posting("/cgi-bin/component/api_component_token", `{}`), 41018},
	{"platform without secret", pageCodes, Config{}, posting("/cgi-bin/component/api_component_token", `{"component_appid":"a"}`), 41004},
	{"platform's address not on its whitelist", pagePlatform, Config{}, func(a *server) reply {
		a.adminPost("settings", map[string]any{"ip_whitelist": "192.0.2.1"})
		return a.post("/cgi-bin/component/api_component_token", `{"component_appid":"a","component_appsecret":"b"}`)
	}, 61004},
	{"platform's API without its token", pageCodes, Config{}, posting("/cgi-bin/component/api_query_auth?access_token=", `{}`), 41021},
	{"platform's token on the account's API", pageCodes, Config{}, func(a *server) reply {
		token, _ := a.platform()
		return a.using(token)
	}, 61015},
	{"account's token on the platform's API", pageCodes, Config{}, posting("/cgi-bin/component/api_query_auth", `{}`), 61014},
	{"platform's token after two hours", pagePlatform, Config{}, func(a *server) reply {
		token, _ := a.platform()
		a.advance(7201)
		return a.post("/cgi-bin/component/api_query_auth?component_access_token="+token, `{}`)
	}, 42006},
	{"code twice", pagePlatform, Config{}, func(a *server) reply {
		token, _ := a.platform()
		return a.post("/cgi-bin/component/api_query_auth?component_access_token="+token, `{"component_appid":"wxc","authorization_code":"x"}`)
	}, 61010},
	{"day's quota", pageLimits, with("quotas", "on", "daily_limit", "2"), func(a *server) reply {
		a.using(a.token).fine()
		a.using(a.token).fine()
		return a.using(a.token)
	}, 45009},
	{"quota of the next day", pageLimits, with("quotas", "on", "daily_limit", "2"), func(a *server) reply {
		for range 3 {
			a.using(a.token)
		}
		a.advance(day)
		a.token = a.newToken()
		return a.using(a.token)
	}, 0},
	{"minute's quota", pageLimits, with("quotas", "on", "minute_limit", "1"), func(a *server) reply {
		a.using(a.token)
		return a.using(a.token)
	}, 45011},
	{"quota cleared", pageLimits, with("quotas", "on", "daily_limit", "2"), func(a *server) reply {
		for range 3 {
			a.using(a.token)
		}
		a.post("/cgi-bin/clear_quota", `{"appid":"wx1"}`).fine()
		return a.using(a.token)
	}, 0},
	{"quota cleared eleven times a month", pageLimits, Config{}, func(a *server) reply {
		for range 10 {
			a.post("/cgi-bin/clear_quota", `{"appid":"wx1"}`).fine()
		}
		return a.post("/cgi-bin/clear_quota", `{"appid":"wx1"}`)
	}, 48006},
	{"quota of another account cleared", pageLimits, Config{AppID: "wx1", Secret: "s"}, posting("/cgi-bin/clear_quota", `{"appid":"wx2"}`), 40013},
	{"quota cleared with another secret", pageLimits, Config{AppID: "wx1", Secret: "s"}, posting("/cgi-bin/clear_quota/v2", `{"appid":"wx1","appsecret":"x"}`), 40125},
	{"rid of a week ago", pageCodes, Config{}, func(a *server) reply {
		msg := a.post("/cgi-bin/draft/get", `{"media_id":"x"}`).text("errmsg")
		a.advance(8 * day)
		a.token = a.newToken()
		return a.post("/cgi-bin/openapi/rid/get", map[string]any{"rid": msg[strings.LastIndex(msg, " ")+1:]})
	}, 76004},
	{"quota cleared with the secret", pageLimits, Config{}, posting("/cgi-bin/clear_quota/v2", `{"appid":"wx1","appsecret":"s"}`), 0},
	{"quota looked up", pageLimits, with("quotas", "on"), func(a *server) reply {
		a.using(a.token).fine()
		r := a.post("/cgi-bin/openapi/quota/get", `{"cgi_path":"/cgi-bin/draft/count"}`)
		if got := r.at("quota", "used"); got != float64(1) {
			a.t.Errorf("used %v: %s", got, r.raw)
		}
		return r
	}, 0},
	{"quota of no API", pageCodes, Config{}, posting("/cgi-bin/openapi/quota/get", `{"cgi_path":"/x"}`), 76021},
	{"rid looked up", pageCodes, Config{}, func(a *server) reply {
		msg := a.post("/cgi-bin/draft/get", `{"media_id":"x"}`).text("errmsg")
		return a.post("/cgi-bin/openapi/rid/get", map[string]any{"rid": msg[strings.LastIndex(msg, " ")+1:]})
	}, 0},
	{"rid of no call", pageCodes, Config{}, posting("/cgi-bin/openapi/rid/get", `{"rid":"00000000-00000000-00000000"}`), 76001},
	{"rid of no shape", pageCodes, Config{}, posting("/cgi-bin/openapi/rid/get", `{"rid":"x"}`), 76002},
	{"addresses", "doc/offiaccount/Basic_Information/Get_the_WeChat_server_IP_address.html", Config{}, func(a *server) reply { return a.get("/cgi-bin/get_api_domain_ip") }, 0},
	{"callback check", "doc/offiaccount/Basic_Information/Network_Detection.html", Config{}, posting("/cgi-bin/callback/check", `{"action":"all"}`), 0},
}
