/** Weights and check characters of GB 11643 (公民身份号码). */
const ID_WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const ID_CHECKS = "10x98765432";
/** Alphabet of GB 32100 (统一社会信用代码): no i, o, s, v, z. */
const ORGANISATION_ALPHABET = "0123456789abcdefghjklmnpqrtuwxy";

/** Whether 18 characters are an identity number: a day of birth of the calendar and the right check character. */
export function isIdNumber(value: string): boolean {
  if (!/^\d{17}[\dx]$/i.test(value) || !isBirthday(value.slice(6, 14))) return false;
  const sum = ID_WEIGHTS.reduce((total, weight, i) => total + weight * Number(value.charAt(i)), 0);
  return ID_CHECKS.charAt(sum % 11) === value.charAt(17).toLowerCase();
}

function isBirthday(digits: string): boolean {
  const [year, month, day] = [digits.slice(0, 4), digits.slice(4, 6), digits.slice(6)].map(Number) as [
    number,
    number,
    number,
  ];
  const date = new Date(Date.UTC(year, month - 1, day));
  return year >= 1850 && year <= 2100 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}

/** Luhn check of ISO/IEC 7812, as bank cards carry it. */
export function passesLuhn(digits: string): boolean {
  let sum = 0;
  for (let i = 0; i < digits.length; i++) {
    const digit = Number(digits.charAt(digits.length - 1 - i));
    const doubled = i % 2 === 0 ? digit : digit * 2;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}

/** Whether 18 characters are an organisation's code, which is public. */
export function isOrganisationCode(value: string): boolean {
  const code = value.toLowerCase();
  if (!/^[0-9a-hj-npqrtuwxy]{2}\d{6}[0-9a-hj-npqrtuwxy]{10}$/.test(code)) return false;
  let sum = 0;
  let weight = 1;
  for (let i = 0; i < 17; i++) {
    sum += ORGANISATION_ALPHABET.indexOf(code.charAt(i)) * weight;
    weight = (weight * 3) % 31;
  }
  return ORGANISATION_ALPHABET.charAt((31 - (sum % 31)) % 31) === code.charAt(17);
}
