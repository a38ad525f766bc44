# A child of the soak test: it prints numbered lines, and dies at random.
#
# perl child.pl FOLDER NAME SECONDS: FOLDER/lives gets a file for this life, whose name is NAME.PID.MILLISECONDS.
# Its first line is how many lines were printed, so that one who dies without a word is known too. Then come
#
#   double         another process of that name lives
#   term TIME      was asked to end
#   ends TIME HOW  is about to die: `code 3` or `signal HUP`
use strict;
use warnings;
use Fcntl qw(:flock SEEK_SET);
use Time::HiRes qw(time sleep);

my ($folder, $name, $mean) = @ARGV;
my $id = "$name.$$." . int(time * 1000);
srand(time * 1000 ^ $$ << 16);

open(my $life, '>', "$folder/lives/$id") or die $!;
my $printed = 0;
sub note { sysseek($life, 0, 2); syswrite($life, join(' ', @_) . "\n") }
sub count { sysseek($life, 0, SEEK_SET); syswrite($life, sprintf("%-15d\n", $printed)) }
count();

open(my $one, '>>', "$folder/locks/$name") or die $!;
note('double') unless flock($one, LOCK_EX | LOCK_NB);

my $deaf = rand() < 0.05;
my $asked = 0;
$SIG{TERM} = sub { $asked = 1; note('term', time) };

sub line {
    $printed++;
    my $text = "$id $printed\n";
    # Interrupted before the first byte; a pipe takes short lines whole.
    until (defined(syswrite(STDOUT, $text))) { die $! unless $!{EINTR} }
    count();
}

my $pause = 0.02 + rand(0.4);
my $end = time + 0.1 - log(1 - rand()) * $mean;
my $flood = rand() < 0.05 ? time + rand($end - time) : $end + 1;
until (time >= $end || $asked && !$deaf) {
    line();
    if (time >= $flood) {
        line() for 1 .. 5000;
        $flood = $end + 1;
    }
    sleep($pause);
}
line();
$SIG{TERM} = 'IGNORE';
my @signals = qw(KILL TERM SEGV HUP INT USR1 ALRM PIPE);
if (rand() < 0.5) {
    my $code = int(rand(256));
    note("ends", time, "code $code");
    exit($code);
}
my $signal = $signals[rand(@signals)];
note('ends', time, "signal $signal");
$SIG{$signal} = 'DEFAULT' unless $signal eq 'KILL';
kill($signal, $$);
sleep(1) while 1;
