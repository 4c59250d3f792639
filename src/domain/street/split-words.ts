function words(text: string): ReadonlySet<string> {
  return new Set(text.trim().split(/\s+/));
}

/** Street types that are hardly ever a word of a name without a type of its own after it. */
export const CORE_TYPES = words(`
ST STREET AVE AVENUE AV RD ROAD BLVD BOULEVARD DR DRIVE LN LANE CT COURT CIR CIRCLE PL PLACE WAY PKWY PARKWAY
HWY HIGHWAY TER TERRACE CRES CRESCENT CRT TRL SQ SQUARE PLZ FWY FREEWAY EXPY EXPRESSWAY TPKE TURNPIKE
`);

/**
 * Types that, written in full, are as often the last word of a name without a type (Central Park, Oak Ridge). Their
 * abbreviations (RDG, HTS) are not names and are taken.
 */
export const DOUBTFUL_TYPES = words(`
ACRES ANNEX BAY BEACH BLUFF BLUFFS BOTTOM BRANCH BRIDGE BROOK BROOKS BURG CAMP CAMPUS CAPE CLIFF CLIFFS CLUB
CORNER CORNERS COURSE CREEK CREST CROSSROAD CROSSROADS DALE DAM DELL DIVIDE DOWNS END ESTATE
FALL FALLS FARM FERRY FIELD FIELDS FLAT FLATS FORD FORDS FOREST FORESTS FORGE FORK FORKS FORT FRONT
GARDEN GARDENS GATE GATEWAY GLENS GREEN GREENS GROUNDS GROVES HARBOR HARBORS HARBOUR HAVEN HEATH
HEIGHTS HIGHLANDS HILL HILLS HOLLOW HOLLOWS INLET ISLAND ISLANDS ISLES JUNCTION KEY KEYS KNOLL KNOLLS
LAKE LAKES LAND LANDING LIGHT LIGHTS LIMITS LINK LOAF LOCK LOCKS LODGE MALL MANOR MANORS MEADOW MEADOWS MILL
MILLS MISSION MOOR MOUNT MOUNTAIN MOUNTAINS NECK ORCHARD OVAL PARK PARKS PASSAGE PINE PINES PLAIN PLAINS
PORT PORTS PRAIRIE PRIVATE RANCH RANGE RAPID RAPIDS REST RISE RIVER RUE SHOAL
SHOALS SHORE SHORES SPRING SPRINGS STATION STREAM SUMMIT TOWERS UNION UNIONS VALE VALLEY VALLEYS VIA VIEW
VIEWS VILLAGE VILLAGES VILLAS VILLE VISTA WALL WELL WELLS WHARF WOOD CROSS FRST FT MT PR
`);

/**
 * Types that name a street after a surname or a bird (Tanager Common, Boundary Run) and end a whole name after a word of
 * nature (Oak Ridge, Rocky Point).
 */
export const TYPES_AFTER_A_NAME = words(
  'COMMON COMMONS RUN PASS RIDGE RIDGES POINT POINTS ISLE GROVE GLEN ESTATES',
);

/** Words of nature that make a whole name with such a type. */
export const NATURE_WORDS = words(`
OAK OAKS PINE PINES CEDAR MAPLE ELM BIRCH WALNUT WILLOW CHESTNUT CHERRY OLIVE ORANGE PALM CYPRESS SPRUCE LAUREL HOLLY ASH
BLUE RED GREEN WHITE BLACK GOLD SILVER ROCK ROCKY STONE STONY SAND SANDY LONG HIGH BIG LITTLE FOREST WOOD WOODS FOX DEER
EAGLE BEAR BULL MILL CREEK RIVER LAKE SPRING SUMMIT SUNSET SUNNY VALLEY MOUNTAIN PLEASANT CASTLE
`);

/**
 * Words that make a directional written in full a name even before a street type: West End Ave, South Bay Blvd. Before
 * any other word it is a directional: North Lake Shore Dr.
 */
export const NAME_WITH_DIRECTIONAL = words('END BAY SIDE STAR POLE AMERICA AFRICA');

/**
 * Words that may make one name with a directional written in full where no type follows, or where quadrants end the
 * lines and lead none: North Shore, North Shore Dr NW.
 */
export const NAME_AFTER_DIRECTIONAL = words(`
END SHORE SHORES BAY POINT POINTE SIDE GATE VIEW RIDGE LAKE LAKES PARK RIVER HILL HILLS LAWN BANK BEACH BRANCH
BROOK BRIDGE CREEK FORK HAVEN HAMPTON POLE STAR TEMPLE VALLEY WOOD WOODS WIND WINDS COAST FIELD FORD LAND LOOP
MEADOW MEADOWS MOUNTAIN SEA CAROLINA DAKOTA VIRGINIA AMERICA AMERICAN INDIA AFRICA PLAZA TOWN VILLAGE CAPE
HARBOR HARBOUR ISLAND FALLS MALL COMMON COMMONS CENTER CENTRE STATION PORT PASS GLEN GROVE BEND BLUFF
`);

/** The states whose name begins with a directional; where a quadrant ends the line (DC), the first word is theirs. */
export const STATE_AFTER_DIRECTIONAL = words('CAROLINA DAKOTA VIRGINIA');

/** Words before `St` that make it Saint, and before `Dr` that make it Doctor: Mount St Helens Way, Rev Dr King Blvd. */
export const BEFORE_SAINT = words('MOUNT MT');
/** Words before which DR is a title and no street type. */
export const BEFORE_DOCTOR = words('REV REVEREND');

/** Articles that open a whole name of two words: The Embarcadero, El Prado. */
export const LEADING_ARTICLES = words('THE EL');

/** Words that are a name only with the next one: Van Ness, La Cienega, San Vicente. */
export const NAME_PARTICLES = words('VAN VON LA LAS LOS SAN SANTA DE DEL');

/** Streets that have no type: Broadway, Grand Concourse, The Embarcadero. */
export const TYPELESS_NAMES = words(`
BROADWAY CONCOURSE ESPLANADE PROMENADE EMBARCADERO BOARDWALK BOWERY FENWAY RIVERWAY JAMAICAWAY ALAMEDA STRAND
`);

/** Spanish street words that lead the name: Calle Real, El Camino Real. The whole line is the name. */
export const SPANISH_LEADS = words('CALLE CAMINO CAMINITO AVENIDA PASEO CORTE CARRERA CALLEJON CERCO VIA');

/** Words after which a directional is a part of a French name: rue du Nord, chemin de la Côte Nord. */
export const FRENCH_NAME_BEFORE_DIRECTIONAL = words(`
DE DU DES D LA LE LES L AU AUX A EN ET SUR SOUS COTE RIVE RIVIERE PLAGE BAIE POINTE POLE GARE PORTE ENTREE LAC
VENT MER
`);

/**
 * States of one word, which may precede a highway number: Vermont 113. Washington is left out: its highways are
 * State Routes, and every city has a street of its name.
 */
export const STATES = words(`
ALABAMA ALASKA ARIZONA ARKANSAS CALIFORNIA COLORADO CONNECTICUT DELAWARE FLORIDA GEORGIA HAWAII IDAHO ILLINOIS INDIANA
IOWA KANSAS KENTUCKY LOUISIANA MAINE MARYLAND MASSACHUSETTS MICHIGAN MINNESOTA MISSISSIPPI MISSOURI MONTANA NEBRASKA
NEVADA OHIO OKLAHOMA OREGON PENNSYLVANIA TENNESSEE TEXAS UTAH VERMONT
VIRGINIA WISCONSIN WYOMING
`);

/** The states and provinces whose two letters may precede a highway number: NC Highway 54, NY Route 9. */
export const REGION_LETTERS = words(`
AL AK AZ AR CA CO CT DE FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH OK OR
PA RI SC SD TN TX UT VT VA WA WV WI WY AB BC MB NB NL NS NT NU ON PE QC SK YT
`);
