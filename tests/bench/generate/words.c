/* words.c - names, places and the phrases of notes. None holds a delimiter, a quote or a line
 * break: the writer of notes puts those in where a row is to be quoted. */
#include "catalogue.h"

#define WORDS(name, ...)                                                                           \
    static const char *const name##_items[] = { __VA_ARGS__ };                                     \
    const struct words name = { name##_items, COUNT(name##_items) }

WORDS(last_names, "Ashgrove", "Brannstrom", "Carraway", "Dvořáková", "Eastlake-Moor", "Fjellheim",
      "Gómez", "Hollowell", "Ibarrola", "Jessamine", "Kingsley", "Lukomska", "MacTavish",
      "Nuñez-Oyola", "O'Harrow", "Pettigrove", "Quarrington", "Rosendahl", "Sandoval",
      "Thistlewood", "Underhill", "Vantongeren", "Whitlocke", "Yarborough", "Zellweger");
WORDS(first_names, "Agnes", "Bertram", "Clementine", "Dashiell", "Ezekiel", "Florence", "Gaspard",
      "Haruka", "Imogen", "Junia", "Kelvin", "Lavinia", "Malthe", "Nadia", "Ottilie", "Prudence",
      "Réka", "Silas", "Thaddeus", "Ursula", "Vincent", "Wilhelmina");
WORDS(streets, "Larkspur Lane", "Quay Street", "Old Mill Road", "Harbor Avenue", "Chestnut Drive",
      "Prospect Street", "Fernhill Court", "County Road 9");
WORDS(cities, "Lower Wick", "Port Sorrow", "Millbrook", "East Harbor", "Fairhaven", "Stony Ford");
WORDS(states, "CO", "MI", "OR", "TX", "OH", "NC");
WORDS(techniques, "strengthening", "joint mobilization", "closed chain", "cueing and grading",
      "soft tissue mobilization", "gait with device", "balance on foam");
WORDS(necessities, "pain limits stairs", "weakness after surgery", "unable to dress alone",
      "falls twice this month", "cannot lift 10 lb");
WORDS(responses, "tolerated well", "pain 6 to 4", "fatigue after 10 minutes", "improved range",
      "needs fewer cues");
WORDS(note_phrases, "bridges and bird dog 3 sets", "grade III mobilization L4-L5",
      "pain 6/10 to 4/10", "cueing for neutral spine", "step-downs 6 inch 3 x 10",
      "gait 150 ft with single point cane", "sit to stand x 12 from low chair",
      "skin checked before and after", "tandem stance 30 s", "scapular rows red band",
      "home program reviewed", "wrist flexion 40 degrees", "no adverse response",
      "verbal cues 25 % of trials", "ultrasound 1 MHz 1.2 W/cm2", "independent with bed mobility",
      "heel slides to 105 degrees");
