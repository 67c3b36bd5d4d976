package emulator

import "strconv"

// speeds are the speeds of mass sends, in ten thousands a minute, by number.
var speeds = []int{80, 60, 45, 30, 10}

// getSpeed tells how fast mass sends go. Nothing goes anywhere, at any speed.
func (c *call) getSpeed() (any, error) {
	speed, _ := strconv.Atoi(c.control.meta["speed"]) // absent means the fastest
	return map[string]int{"speed": speed, "realspeed": speeds[speed]}, nil
}

func (c *call) setSpeed() (any, error) {
	var in struct {
		Speed num `json:"speed"`
	}
	if err := c.readJSON(&in); err != nil {
		return nil, err
	}
	switch {
	case !in.Speed.set:
		return nil, refuse(45084)
	case in.Speed.n < 0 || in.Speed.n >= int64(len(speeds)):
		return nil, refuse(45083)
	}
	return ok, c.setMeta("speed", strconv.FormatInt(in.Speed.n, 10))
}
