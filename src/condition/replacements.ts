/** Names of our functions in the text that is run. Authors can't call them: they are on no allow-list. */
export const HAS_MEMBER = 'chaperoneHas';
export const CHARGE = 'chaperoneCharge';
export const CHARGE_SCAN = 'chaperoneChargeScan';
export const CHARGE_DEEP = 'chaperoneChargeDeep';

/** Functions of the library that ours stand in for. */
export const REPLACED: ReadonlyMap<string, string> = new Map([
  ['timestamp', 'chaperoneTimestamp'],
  ['duration', 'chaperoneDuration'],
  ['int', 'chaperoneInt'],
  ['double', 'chaperoneDouble'],
  ['string', 'chaperoneString'],
  ['size', 'chaperoneSize'],
]);

/** Methods of the library that ours stand in for, under a name of their own. */
export const REPLACED_METHODS: ReadonlyMap<string, string> = new Map([
  ['getDayOfYear', 'chaperoneDayOfYear'],
  ['size', 'chaperoneSize'],
  ['contains', 'chaperoneContains'],
  ['lowerAscii', 'chaperoneLower'],
  ['upperAscii', 'chaperoneUpper'],
  ['split', 'chaperoneSplit'],
]);
