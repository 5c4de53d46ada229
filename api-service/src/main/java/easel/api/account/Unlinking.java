package easel.api.account;

/// What becomes of an account's jobs if it is unlinked now.
///
/// @param running finish as if nothing had happened: those that run, and those that its worker has
///   and sends
/// @param ending wait, and end without having been sent: nobody else can run them
/// @param moving wait, and are run by others
/// @param toOwn whether those others are accounts of the same customer, or shared ones beside a
///   shared one; else they are the operator's shared accounts
record Unlinking(int running, int ending, int moving, boolean toOwn) {}
