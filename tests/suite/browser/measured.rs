//! How promises were kept, as the browser draws it: bars that differ without colour, in light, dark and forced colours;
//! folds that open from the keyboard, by a link and for the plan that was chosen.

use serde_json::{Value, json};

use super::demo_host;
use super::window::{Window, key};

const TAB: &str = "\u{e004}";

/// Every chart: its width, the height of its smallest text, and how its parts are filled and framed.
const BARS: &str = "
    document.querySelectorAll('.kept-fold').forEach((fold) => { fold.open = true; });
    const told = (path) => {
      const { fill, stroke, strokeWidth } = getComputedStyle(path);
      return { d: path.getAttribute('d'), fill, stroke, strokeWidth, height: path.getBoundingClientRect().height };
    };
    return [...document.querySelectorAll('svg[role=img].kept-chart')].map((chart) => ({
      width: chart.getBoundingClientRect().width,
      text: Math.min(...[...chart.querySelectorAll('text')].map((text) => text.getBoundingClientRect().height)),
      met: told(chart.querySelector('.kept-met')),
      missed: told(chart.querySelector('.kept-missed')),
      marks: told(chart.querySelector('.kept-marks')),
      goal: told(chart.querySelector('.kept-goal')),
    }));";

fn charts(window: &Window) -> Vec<Value> {
    window.run(BARS).as_array().expect("a list of charts").clone()
}

#[test]
fn a_missed_month_is_hollow_and_crossed_in_every_light() {
    let Some(window) = Window::open("a missed month is hollow and crossed") else { return };
    let host = demo_host("/");
    let feature = |name: &str, value: &str| json!({ "features": [{ "name": name, "value": value }] });
    for (name, value) in
        [("prefers-color-scheme", "light"), ("prefers-color-scheme", "dark"), ("forced-colors", "active")]
    {
        window.devtools("Emulation.setEmulatedMedia", &feature(name, value));
        window.visit(&host.at("sla/"));
        let charts = charts(&window);
        assert!(charts.len() > 25, "{}", charts.len());
        let missed = charts.iter().filter(|chart| chart["missed"]["d"] != "");
        assert!(missed.clone().count() > 5);
        for chart in missed {
            let shown = |part: &str, of: &str| chart[part][of].as_str().unwrap_or_default().to_owned();
            assert_eq!(shown("missed", "fill"), "none", "{value}");
            assert_ne!(shown("missed", "stroke"), "none", "{value}");
            assert_ne!(shown("marks", "stroke"), "none", "{value}");
            assert_ne!(shown("met", "fill"), "none", "{value}");
            assert_ne!(shown("met", "fill"), shown("goal", "stroke"), "{value}: the goal is seen on the bars");
            assert!(chart["marks"]["height"].as_f64() > Some(3.0), "{chart}");
        }
        assert_eq!(window.stopped(), [""; 0], "{value}");
    }
}

#[test]
fn charts_fit_a_small_screen_and_can_be_read_there() {
    let Some(window) = Window::open("charts fit a small screen") else { return };
    let host = demo_host("/");
    for width in [320, 390, 1280] {
        window.resize(width, 800);
        window.visit(&host.at("sla/"));
        for chart in charts(&window) {
            assert!(chart["width"].as_f64() > Some(240.0), "{width}: {chart}");
            assert!(chart["text"].as_f64() > Some(11.0), "{width}: {chart}");
        }
        let open_all = "document.querySelectorAll('.kept-table').forEach((table) => { table.open = true; });";
        let over = window.run(&format!("{open_all} return document.documentElement.scrollWidth - innerWidth"));
        assert!(over.as_i64() <= Some(0), "{width}: {over}");
    }
}

#[test]
fn folds_open_from_the_keyboard_by_a_link_and_hide_for_another_plan() {
    let Some(window) = Window::open("folds open from the keyboard") else { return };
    let host = demo_host("/");
    window.visit(&host.at("sla/"));
    let open = |plan: &str| window.run(&format!("return document.querySelector('.kept-fold[data-plan={plan}]').open"));
    assert_eq!((open("standard"), open("premium")), (json!(true), json!(false)), "what went wrong is not folded away");
    window.run("document.querySelector('.kept-fold[data-plan=premium] > summary').focus()");
    window.press(key::ENTER);
    assert_eq!(open("premium"), true);
    window.press(TAB);
    let focused = window.run("return document.activeElement.closest('.kept-one').id");
    assert_ne!(focused, "", "the tables are the next that the keyboard reaches");
    window.press(key::ENTER);
    let rows = window.run("return document.activeElement.parentElement.querySelectorAll('tbody tr').length");
    assert_eq!(rows, 24);
    window.run("document.querySelector('.kept-fold[data-plan=standard]').open = false");
    window.run("document.querySelector('.kept-list a').click()");
    window.wait_for("document.querySelector('.kept-fold[data-plan=standard]').open");
    window.visit(&host.at("sla/#plan=premium"));
    let hidden = "return [...document.querySelectorAll('.kept-fold[data-plan]')].map((fold) => fold.hidden)";
    window.wait_for("document.querySelector('.kept-fold[data-plan=standard]').hidden");
    assert_eq!(window.run(hidden), json!([true, true, false, true]));
}
