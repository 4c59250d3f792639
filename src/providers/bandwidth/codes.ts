import { addressAdvice } from '../../errors/address-advice.ts';
import { errorCodes } from '../kit/error-makers.ts';

/*
 * Bandwidth's table of error codes of 911 and numbers: what to do next. Codes with one answer are together. What a
 * sheet cannot cause (groups of notification recipients, PIDF-LO, callback URLs) is there all the same: orders of other
 * programs on the same account show up with it. Source: the error table of the Numbers API, verified 2026-11-21.
 */
export const CODES = errorCodes([
  // The request, the account and the numbers.
  ['1000 1010', 'Bandwidth has a problem. Run the same command again later; give their support the message.'],
  // "Access denied": a 401 means the log-in, and a 403 may mean one number.
  [
    '1001',
    'Check account_id and the credentials of this account, and what they may do; then run `e911 accounts check`.',
  ],
  ['1002 1004 1006 1007 1008 1014', 'Bandwidth does not take one value. Compare the row with the message.'],
  ['1003', 'A required value is missing. Compare the row with the message.'],
  ['1005', 'One value may not be given here. Compare the row with the message.'],
  ['1009', 'One value is there twice. Compare the row with the message.'],
  ['1011 8107', 'Shorten the value that the message names.'],
  ['1012', 'The value that the message names is too short.'],
  ['1013', 'Use only letters, digits, dashes and spaces in the value that the message names.'],
  ['1015', 'It is there already; nothing needs to be done.'],
  ['1016', 'It is not in this account, or no longer.'],
  ['1017 1018', 'This user may not do that. Use another user of the Bandwidth Dashboard.'],
  ['1019', 'Bandwidth could not read the request. Check base_url and dialect of this account in the config.'],
  ['4000 4022', 'Check account_id of this account: Bandwidth does not know it, or it is locked.'],
  ['5070 8065 8104', 'Check phone_number: Bandwidth takes ten-digit numbers of the US and Canada.'],
  ['5071 5074', 'The number is not in service yet. Run the row again when it is.'],
  ['5072', 'The number is there twice. Keep one of the rows.'],
  ['5073 5077', 'Fill in phone_number of the row.'],
  ['5076 8003', 'The number is not in this account. Check phone_number and account of the row.'],
  ['5078', 'This account has no 911 product. Ask Bandwidth to switch it on.'],
  ['5079', 'Bandwidth does not take this caller name setting. Compare the row with the message.'],
  // On reading it says that there is no address yet (saysNoAddress); on ordering it refuses the number.
  [
    '8000',
    'Bandwidth has no emergency service for this number. Leave the row out, or ask their 911 team about the number.',
  ],
  ['8034', 'The number does not exist. Check phone_number of the row.'],
  // The caller name and the address.
  ['8001', 'Shorten caller_name to 50 characters (32 are recommended).'],
  ['8002', 'Use only letters, digits and spaces in caller_name.'],
  ['8006 8060 12110 12113', addressAdvice('Bandwidth')],
  ['8056', 'Bandwidth does not take one value of the address. Compare the row with the message.'],
  ['8059', `${addressAdvice('Bandwidth')} Correct a location of its own with update-address.`],
  ['8063', 'Check region and country of the row.'],
  ['8110', 'Fill in the address and caller_name of the row.'],
  ['12109', 'The address check is down. Run the same command again later.'],
  ['12111', 'The address check failed. Run the same command again later.'],
  ['12112', 'Correct the row to the suggestion, or run again with --accept formatting or --accept all.'],
  // Other work on the same thing, and Bandwidth's own trouble.
  ['8004', 'Another order is working on the number. Run the row again when it is done.'],
  ['8019', 'Another order is working on it. Run the row again later.'],
  [
    '8033',
    'The same order was already on its way; the number will show its result. Run the row again to see it.',
  ],
  ['8005 8010 8042 8044', 'Bandwidth could not provision it. Give their support the order id.'],
  ['8007', "Bandwidth's 911 service is down. Run the same command again later."],
  ['8008 8009', 'The number has no SIP peer with an address. Give it one in the Bandwidth Dashboard.'],
  ['8026', 'The number is covered in a way that orders cannot overwrite. Ask Bandwidth to change it.'],
  ['8057 8058', 'Bandwidth does not take this kind of order on this account. Check dialect in the config.'],
  // Locations.
  ['8023', 'Use only letters, digits, dashes, underscores, and periods in address_id, up to 128 characters.'],
  ['8024 8030 8031', 'Orders of this kind need one location ID and one number each.'],
  ['8025 8032', 'This account cannot have location IDs. Leave address_id empty.'],
  ['8028', 'The location ID is taken. Name it in address_id to use it.'],
  ['8029', 'The location is not there.'],
  ['8038', 'The location ID is there twice. Keep one of the rows.'],
  ['8040', 'The location is not there yet. Add it with add-address first.'],
  ['8049 8053', 'Too many addresses in one order.'],
  ['8051', 'Endpoints still use this location. Move them first.'],
  ['8062', 'A location with this id is already there. Name it in address_id to use it.'],
  ['12106', 'The account has no 911 addresses.'],
  // Alternate end user identifiers (Dynamic Location Routing).
  ['8011', 'Numbers and alternate end user identifiers cannot be in one order.'],
  ['8012 8013', 'Correct endpoint_user_id: 1 to 30 characters, and 4 or more beside a phone number.'],
  ['8015 8045', 'Use only letters and digits in endpoint_user_id, and at least one letter.'],
  ['8016 8017', 'Bandwidth does not take this end user identifier. Compare it with the message.'],
  ['8020', 'The phone number or endpoint_user_id has an endpoint already. Find it with e911 export numbers.'],
  ['8014 8018', 'Bandwidth does not take this callback number. Compare it with the message.'],
  ['8021 12087', 'The end user identifier is not in this account.'],
  ['8022 8061 8064', 'This account has no alternate end user identifiers. Ask Bandwidth to switch them on.'],
  ['8035', 'The preferred language is en or fr.'],
  ['8036 8046 8048 8054', 'Bandwidth does not take this endpoint. Change it in the Bandwidth Dashboard.'],
  // Notification recipients and their groups.
  ['8066 8088', 'Fill in recipient_description.'],
  ['8067 8068 8069', 'A recipient needs recipient_email or recipient_phone.'],
  ['8070', 'Check recipient_email.'],
  ['8071 8072 8073', 'Correct the callback address of the recipient in the Bandwidth Dashboard.'],
  ['8074', 'This recipient is already there; nothing needs to be done.'],
  ['8075 8081', 'The notification recipient is not there, or no longer.'],
  ['8078 8093 8108', "Bandwidth's notification service failed. Run the same command again later."],
  ['8079 8083 8087', 'The notification group is not there. Choose another in the Bandwidth Dashboard.'],
  ['8080 8099 8105', 'It belongs to a notification group already.'],
  ['8082', 'A notification group has one to three recipients.'],
  [
    '8085 8086 8089 8094 8095 8096 8097 8101 8103',
    'Bandwidth does not take this change of a notification group. Make it in the Bandwidth Dashboard.',
  ],
  ['8090 8091 8092 8109', 'Bandwidth does not take this question. Compare it with the message.'],
  ['8098 8102', 'It is not in this notification group.'],
  ['8100', 'Endpoints still use this notification group. Take them out of it first.'],
  // Statuses, of an answer without a code.
  ['401', 'Check account_id, username and password of this account, then run `e911 accounts check`.'],
  ['403', 'This user may not do that. Give the user the role for 911 in the Bandwidth Dashboard.'],
  ['404', 'It is not in this account, or no longer.'],
  ['429', 'Too many requests. The run slows down by itself.'],
  ['5xx', 'Bandwidth has a problem. Run the same command again later.'],
]);
