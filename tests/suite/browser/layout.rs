//! Nothing is wider than the screen. And pictures of the pages, for people to look at: with `FIRSTLINE_SCREENSHOTS` set to
//! a folder, they are written there.

use std::path::PathBuf;

use serde_json::json;

use super::window::{Scheme, Window, strings};
use super::{PAGES, demo, demo_host};

/// Elements that stick out of the screen and cannot be scrolled to within something narrower.
const TOO_WIDE: &str = "
    const width = document.documentElement.clientWidth;
    const scrolls = (element) => element && (/auto|scroll|hidden|clip/.test(getComputedStyle(element).overflowX) || scrolls(element.parentElement));
    const wide = [...document.body.querySelectorAll('*')].filter((element) => {
      const { right, left, height } = element.getBoundingClientRect();
      return height > 0 && (right > width + 1 || left < -1) && element.checkVisibility() && !element.closest('.visually-hidden, .skip')
        && !scrolls(element.parentElement);
    });
    const names = wide.slice(0, 5).map((element) => element.outerHTML.slice(0, 120));
    if (document.documentElement.scrollWidth > width) names.push(`the page is ${document.documentElement.scrollWidth} wide`);
    return names;";

#[test]
fn no_page_is_wider_than_the_screen() {
    let tree = demo("/help/");
    let host = demo_host("/help/");
    let every_page = tree.keys().filter_map(|path| path.strip_suffix("index.html")).chain(["404.html"]);
    let of_each_kind = PAGES.iter().map(|(_, address)| *address);
    let wider =
        [390, 768, 1280].into_iter().flat_map(|width| of_each_kind.clone().map(move |address| (address, width)));
    let looks: Vec<(&str, u32)> = every_page.map(|address| (address, 320)).chain(wider).collect();
    let mut wide = Vec::new();
    for few in looks.chunks(PAGES_IN_A_WINDOW) {
        let Some(window) = Window::open("no page is wider than the screen") else { return };
        for (address, width) in few {
            window.resize(*width, 800);
            window.visit(&host.at(address));
            let found = strings(&window.run(TOO_WIDE));
            wide.extend(found.into_iter().map(|what| format!("{address} at {width}: {what}")));
        }
    }
    assert_eq!(wide, [""; 0]);
}

/// A window keeps a record of every page it showed; after some hundred pages its tab may crash.
const PAGES_IN_A_WINDOW: usize = 60;

#[test]
fn results_are_not_wider_than_the_screen() {
    let Some(window) = Window::open("results are not wider than the screen") else { return };
    let host = demo_host("/help/");
    for width in [320, 390, 1280] {
        window.resize(width, 800);
        for page in ["", "search/", "payments/card-declined/", "no/such/page"] {
            window.visit(&host.at(page));
            window.press("/refund");
            window.wait_for("document.querySelector('.search-hit')?.checkVisibility()");
            assert_eq!(strings(&window.run(TOO_WIDE)), [""; 0], "{page:?} at {width}");
        }
    }
}

#[test]
fn nothing_about_a_search_is_wider_than_the_screen() {
    let Some(window) = Window::open("nothing about a search is wider than the screen") else { return };
    let host = demo_host("/help/");
    window.visit(&host.at(""));
    let long = [
        "what to do about a very long question that somebody has asked before and asks once more",
        "i".repeat(80).as_str(),
    ]
    .map(str::to_owned);
    window.run_with("localStorage.setItem('firstline-searches:/help/', JSON.stringify(arguments[0]))", &json!([long]));
    for width in [320, 390, 1280] {
        window.resize(width, 800);
        let states = [
            ("search/?q=refund&topic=Till", "", "document.querySelector('.facets')?.checkVisibility()"),
            ("search/?q=printerzzq", "", "document.querySelector('.search-ways')"),
            ("search/", "", "document.querySelector('.search-recent')"),
            ("till/", "/", "document.querySelector('.search-recent')?.checkVisibility()"),
            ("till/", "/printerzzq", "document.querySelector('.search-ways')?.checkVisibility()"),
            ("till/", "/refnud polcy", "document.querySelector('.search-repaired')?.checkVisibility()"),
            ("till/", "/kb 1201", "document.querySelector('.search-exact')?.checkVisibility()"),
        ];
        for (page, keys, shown) in states {
            window.visit(&host.at(page));
            window.press(keys);
            window.wait_for(shown);
            window.run("document.querySelector('.facets summary')?.click()");
            assert_eq!(strings(&window.run(TOO_WIDE)), [""; 0], "{page:?} {keys:?} at {width}");
        }
    }
}

#[test]
fn pages_are_photographed_on_request() {
    let folder = std::env::var_os("FIRSTLINE_SCREENSHOTS").filter(|folder| !folder.is_empty());
    let Some(folder) = folder.map(PathBuf::from) else { return };
    let Some(window) = Window::open("screenshots") else { return };
    std::fs::create_dir_all(&folder).expect("the folder for screenshots can be made");
    let host = demo_host("/");
    for (scheme, shade) in [(Scheme::Light, "light"), (Scheme::Dark, "dark")] {
        window.prefer(scheme);
        for width in [390, 1280] {
            window.resize(width, 844);
            for (name, address) in PAGES {
                window.visit(&host.at(address));
                if *name == "search" {
                    window.wait_for("document.querySelector('.search-hit')");
                }
                window.photograph(&folder.join(format!("{name}-{width}-{shade}.png")));
            }
            window.visit(&host.at(""));
            window.press("/refund");
            window.wait_for("document.querySelector('[role=option]')");
            window.photograph(&folder.join(format!("box-{width}-{shade}.png")));
        }
    }
    assert_eq!(window.cookies(), json!([]));
}
