package part

import (
	"encoding/json"
	"slices"
	"testing"
)

func TestCheck(t *testing.T) {
	slider := Setting{ID: "s", Label: "S", Kind: Slider, Values: []string{"0", "0.5", "1"}}
	choice := Setting{ID: "c", Label: "C", Kind: Choice, Values: []string{"a", "#0"}}
	for _, tt := range []struct {
		setting Setting
		text    string
		want    string // empty for an error
	}{
		{slider, "#0", "0"}, {slider, "#2", "1"}, {slider, "0.5", "0.5"},
		{slider, "#3", ""}, {slider, "#-1", ""}, {slider, "0.7", ""}, {slider, "", ""},
		{choice, "a", "a"}, {choice, "#0", "#0"}, {choice, "#1", ""},
		{Setting{Kind: Count}, "0", "0"}, {Setting{Kind: Count}, "12", "12"}, {Setting{Kind: Count}, "-1", ""}, {Setting{Kind: Count}, "1.5", ""},
		{Setting{Kind: Entry}, "-1.5", "-1.5"}, {Setting{Kind: Entry}, "NaN", ""}, {Setting{Kind: Entry}, "1e12", ""}, {Setting{Kind: Entry}, "x", ""},
		{Setting{Kind: Switch, Values: OnOff}, "on", "on"}, {Setting{Kind: Switch, Values: OnOff}, "yes", ""},
	} {
		got, err := tt.setting.Check(tt.text)
		if got != tt.want || (err == nil) != (tt.want != "") {
			t.Errorf("%s %q: %q, %v; want %q", tt.setting.Kind, tt.text, got, err, tt.want)
		}
	}
}

func TestChosen(t *testing.T) {
	settings := []Setting{
		{ID: "a", Kind: Slider, Values: []string{"1", "2"}, First: "1", Group: "one"},
		{ID: "b", Kind: Switch, Values: OnOff, First: "off", Group: "two"},
		{ID: "c", Kind: Choice, Values: []string{"x & y", "z"}, First: "z", Group: "one"},
	}
	c := First(settings)
	if q := c.Query(settings); q != "" {
		t.Errorf("the first values are written as %q", q)
	}
	for id, text := range map[string]string{"a": "#1", "b": "on", "c": "x & y"} {
		if err := c.Set(settings, id, text); err != nil {
			t.Fatal(err)
		}
	}
	if c.Number("a") != 2 || c.Count("a") != 2 || !c.On("b") {
		t.Errorf("the values are %v", c)
	}
	if q, want := c.Query(settings), "a=2&b=on&c=x+%26+y"; q != want {
		t.Errorf("they are written as %q, want %q", q, want)
	}
	own := c.Clone()
	own["a"] = "1"
	if c["a"] != "2" {
		t.Error("a change of a copy changes the original")
	}
	groups := c.Groups(settings, "two")
	if len(groups) != 2 || groups[0].Name != "one" || len(groups[0].Controls) != 2 || !groups[1].Folded || groups[0].Folded {
		t.Errorf("the groups are %+v", groups)
	}
	if err := c.Set(settings, "d", "1"); err == nil {
		t.Error("a setting that is not there was set")
	}
}

func TestSteps(t *testing.T) {
	if got, want := Steps(-1, 1, 5, 1), []string{"-1.0", "-0.5", "0.0", "0.5", "1.0"}; !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
	if got := Nearest(Steps(-1, 1, 5, 1), 0.3); got != "0.5" {
		t.Errorf("the nearest to 0.3 is %s", got)
	}
	if got := Nearest(Steps(-1, 1, 5, 1), 99); got != "1.0" {
		t.Errorf("the nearest to 99 is %s", got)
	}
}

// The JSON of a view holds the strokes as they are, and null for a picture that has not changed.
func TestJSON(t *testing.T) {
	v := View{Say: "said", Pictures: []Picture{{Strokes: []byte(`{"width":1.50}`), Takes: `a "touch"`}, {}}}
	var got struct {
		Say      string
		Running  bool
		Pictures []struct {
			Takes   string
			Strokes json.RawMessage
		}
	}
	if err := json.Unmarshal(v.JSON(), &got); err != nil {
		t.Fatalf("%v\n%s", err, v.JSON())
	}
	if got.Say != "said" || len(got.Pictures) != 2 || string(got.Pictures[0].Strokes) != `{"width":1.50}` || got.Pictures[0].Takes != `a "touch"` ||
		string(got.Pictures[1].Strokes) != "null" {
		t.Errorf("%+v", got)
	}
	if !json.Valid(View{}.JSON()) {
		t.Errorf("without pictures: %s", View{}.JSON())
	}
}
