/** Why a part of a file cannot be taken over, as a sentence for whoever imports it. */
export class FileFault extends Error {}
