/** Given to the parser, because its own finding takes the first line end for all of them. */
export const LINE_ENDS = ['\r\n', '\n', '\r'];
