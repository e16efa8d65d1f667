//! What draws the map: the graphics card or the processor, as asked for and as it can be.

use serde::{Deserialize, Serialize};

use super::map::card::Card;
use crate::text::{Lang, Message};

/// What is asked to draw the map.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Drawing {
    /// The graphics card, where it is one and can.
    #[default]
    Auto,
    /// The graphics card, where it can.
    Card,
    /// The processor.
    Processor,
}

/// What draws the map in fact.
#[derive(Clone, Debug)]
pub enum Draws {
    /// This card.
    Card(Card),
    /// The processor, and why where it was not asked for.
    Processor(Option<Message>),
}

impl Draws {
    /// What draws with this card, or with none.
    pub(super) fn of(asked: Drawing, card: Option<&Card>) -> Self {
        let Some(card) = card else { return Self::Processor(Some(Message::new("app.drawing-none"))) };
        let refusal = match asked {
            Drawing::Processor => return Self::Processor(None),
            Drawing::Auto if card.is_software() => {
                Some(Message::new("app.drawing-software").with("renderer", card.renderer()))
            }
            Drawing::Auto | Drawing::Card => card.refusal(),
        };
        refusal.map_or_else(|| Self::Card(card.clone()), |reason| Self::Processor(Some(reason)))
    }

    /// The card that draws.
    pub(super) fn card(&self) -> Option<&Card> {
        match self {
            Self::Card(card) => Some(card),
            Self::Processor(_) => None,
        }
    }

    /// What draws, and how much of the card it takes.
    pub fn said(&self, lang: Lang) -> String {
        match self {
            Self::Card(card) => Message::new("app.drawing-by-card")
                .with("renderer", card.renderer())
                .with("megabytes", card.bytes().div_ceil(1 << 20))
                .say(lang),
            Self::Processor(_) => Message::new("app.drawing-by-processor").say(lang),
        }
    }

    /// Why the card does not draw, where it was not left out by choice.
    pub fn reason(&self, lang: Lang) -> Option<String> {
        match self {
            Self::Card(_) => None,
            Self::Processor(reason) => reason.as_ref().map(|reason| reason.say(lang)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_a_card_the_processor_draws_whatever_is_asked_for_and_says_why() {
        for asked in [Drawing::Auto, Drawing::Card, Drawing::Processor] {
            let draws = Draws::of(asked, None);
            assert!(draws.card().is_none());
            assert_eq!(draws.said(Lang::Zh), "地图绘制：处理器");
            assert_eq!(draws.reason(Lang::En).as_deref(), Some("There is no graphics card to use"));
        }
    }
}
